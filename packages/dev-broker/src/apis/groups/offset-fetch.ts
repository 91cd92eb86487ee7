import { errorCodes, offsetFetchApi, type RequestOf, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import type { CommittedOffset } from '../../groups/committed-offsets.ts';
import { handleApi } from '../../requests/api-handler.ts';

type FetchRequest = RequestOf<typeof offsetFetchApi>;
type FetchResponse = ResponseInputOf<typeof offsetFetchApi>;
type GroupRequest = FetchRequest['groups'][number];
type GroupResult = NonNullable<FetchResponse['groups']>[number];
type TopicResult = GroupResult['topics'][number];
type PartitionResult = TopicResult['partitions'][number];

const firstVersionWithGroups = 8;
const firstVersionWithTopicIds = 10;

interface WantedTopic {
  readonly name?: string;
  readonly topicId?: string;
  readonly partitionIndexes: readonly number[];
}

export const offsetFetch = handleApi(offsetFetchApi, {
  versions: [1, 10],
  notes: 'As a real broker.',
  refuse: ({ groups }, errorCode, { version }) =>
    version >= firstVersionWithGroups
      ? { groups: groups.map(({ groupId }) => ({ groupId, topics: [], errorCode })) }
      : { topics: [], errorCode },
  handle(request, { broker, version }) {
    const { requireStable } = request;
    if (version >= firstVersionWithGroups) {
      const byId = version >= firstVersionWithTopicIds;
      return {
        groups: request.groups.map((group) =>
          fetchGroup({ broker, groupId: group.groupId, requireStable }, group, byId),
        ),
      };
    }
    const { groupId, topics } = request;
    const asked = { broker, groupId, requireStable };
    return { topics: topics === null ? allTopics(asked) : topics.map((topic) => named(asked, topic)) };
  },
});

interface AskedGroup {
  readonly broker: Broker;
  readonly groupId: string;
  /** Whether offsets that a transaction is about to replace are not to be given. */
  readonly requireStable: boolean;
}

function fetchGroup(asked: AskedGroup, { groupId, topics }: GroupRequest, byId: boolean): GroupResult {
  if (topics === null) return { groupId, topics: allTopics(asked) };
  const find = byId ? identified : named;
  return { groupId, topics: topics.map((topic) => find(asked, topic)) };
}

function allTopics(asked: AskedGroup): (TopicResult & { name: string })[] {
  const { broker, groupId } = asked;
  const byTopic = Map.groupBy(broker.groups.offsetsOf(groupId)?.all() ?? [], ({ topic }) => topic);
  return [...byTopic].flatMap(([name, offsets]) => {
    const topicId = broker.topics.findByName(name)?.id;
    if (topicId === undefined) return [];
    const partitions = offsets.map(({ partition, ...offset }) =>
      stableResult(asked, { topic: name, partition }, offset),
    );
    return [{ name, topicId, partitions }];
  });
}

function named(
  asked: AskedGroup,
  { name = '', partitionIndexes }: WantedTopic,
): TopicResult & { name: string } {
  const offsets = asked.broker.groups.offsetsOf(asked.groupId);
  return {
    name,
    partitions: partitionIndexes.map((partition) =>
      stableResult(asked, { topic: name, partition }, offsets?.find(name, partition)),
    ),
  };
}

function identified(asked: AskedGroup, { topicId = '', partitionIndexes }: WantedTopic): TopicResult {
  const topic = asked.broker.topics.findById(topicId);
  if (topic !== undefined) return { ...named(asked, { name: topic.name, partitionIndexes }), topicId };
  return {
    topicId,
    partitions: partitionIndexes.map((index) => ({
      ...result(index),
      errorCode: errorCodes.UNKNOWN_TOPIC_ID,
    })),
  };
}

function stableResult(
  { broker, groupId, requireStable }: AskedGroup,
  { topic, partition }: { topic: string; partition: number },
  committed?: CommittedOffset,
): PartitionResult {
  const isUnstable = requireStable && broker.groups.hasPending(groupId, topic, partition);
  if (!isUnstable) return result(partition, committed);
  return { ...result(partition), errorCode: errorCodes.UNSTABLE_OFFSET_COMMIT };
}

/** An offset of -1 says that there is none. */
function result(partitionIndex: number, committed?: CommittedOffset): PartitionResult {
  return {
    partitionIndex,
    committedOffset: committed?.offset ?? -1n,
    committedLeaderEpoch: committed?.leaderEpoch ?? -1,
    metadata: committed === undefined ? '' : committed.metadata,
    errorCode: errorCodes.NONE,
  };
}
