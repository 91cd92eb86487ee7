import {
  consumerProtocolType,
  decodeSubscription,
  errorCodes,
  offsetDeleteApi,
  type ErrorName,
  type RequestOf,
} from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import type { ClassicGroup } from '../../groups/classic-group.ts';
import { handleApi } from '../../requests/api-handler.ts';

type TopicRequest = RequestOf<typeof offsetDeleteApi>['topics'][number];

export const offsetDelete = handleApi(offsetDeleteApi, {
  versions: [0, 0],
  notes: 'As a real broker.',
  async handle({ groupId, topics }, { broker }) {
    const group = broker.groups.find(groupId);
    const refusal = refusalFor(groupId, group);
    if (refusal !== 'NONE' || group === undefined) return { errorCode: errorCodes[refusal], topics: [] };
    const subscribed = subscribedTopics(group);
    const errorOf = (name: string, partition: number): ErrorName => {
      if (subscribed.has(name)) return 'GROUP_SUBSCRIBED_TO_TOPIC';
      return broker.topics.findByName(name)?.hasPartition(partition) === true
        ? 'NONE'
        : 'UNKNOWN_TOPIC_OR_PARTITION';
    };
    await removeOffsets(broker, { groupId, topics, errorOf });
    return {
      errorCode: errorCodes.NONE,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: errorCodes[errorOf(name, partitionIndex)],
        })),
      })),
    };
  },
});

async function removeOffsets(
  broker: Broker,
  request: {
    groupId: string;
    topics: readonly TopicRequest[];
    errorOf: (name: string, partition: number) => ErrorName;
  },
): Promise<void> {
  const wanted = request.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex }) => [name, partitionIndex] as const),
  );
  const removable = wanted.filter(([name, partition]) => request.errorOf(name, partition) === 'NONE');
  if (removable.length > 0) await broker.groups.removeOffsets(request.groupId, removable);
}

// Offsets of topics that members read are in use; what members of other kinds do is not known here.
function refusalFor(groupId: string, group: ClassicGroup | undefined): ErrorName {
  if (groupId === '') return 'INVALID_GROUP_ID';
  if (group === undefined) return 'GROUP_ID_NOT_FOUND';
  return group.state === 'Empty' || group.protocolType === consumerProtocolType ? 'NONE' : 'NON_EMPTY_GROUP';
}

function subscribedTopics(group: ClassicGroup): ReadonlySet<string> {
  return new Set(
    group.members.flatMap(({ details }) =>
      details.protocols.flatMap(({ metadata }) => decodeSubscription(metadata).topics),
    ),
  );
}
