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
  notes: 'Without transactions, all committed offsets are stable.',
  handle(request, { broker, version }) {
    if (version >= firstVersionWithGroups) {
      const byId = version >= firstVersionWithTopicIds;
      return { groups: request.groups.map((group) => fetchGroup(broker, group, byId)) };
    }
    const { groupId, topics } = request;
    return {
      topics:
        topics === null ? allTopics(broker, groupId) : topics.map((topic) => named(broker, groupId, topic)),
    };
  },
});

function fetchGroup(broker: Broker, { groupId, topics }: GroupRequest, byId: boolean): GroupResult {
  if (topics === null) return { groupId, topics: allTopics(broker, groupId) };
  const find = byId ? identified : named;
  return { groupId, topics: topics.map((topic) => find(broker, groupId, topic)) };
}

function allTopics(broker: Broker, groupId: string): (TopicResult & { name: string })[] {
  const byTopic = Map.groupBy(broker.groups.offsetsOf(groupId)?.all() ?? [], ({ topic }) => topic);
  return [...byTopic].flatMap(([name, offsets]) => {
    const topicId = broker.topics.findByName(name)?.id;
    if (topicId === undefined) return [];
    return [
      { name, topicId, partitions: offsets.map(({ partition, ...offset }) => result(partition, offset)) },
    ];
  });
}

function named(
  broker: Broker,
  groupId: string,
  { name = '', partitionIndexes }: WantedTopic,
): TopicResult & { name: string } {
  const offsets = broker.groups.offsetsOf(groupId);
  return { name, partitions: partitionIndexes.map((index) => result(index, offsets?.find(name, index))) };
}

function identified(
  broker: Broker,
  groupId: string,
  { topicId = '', partitionIndexes }: WantedTopic,
): TopicResult {
  const topic = broker.topics.findById(topicId);
  if (topic !== undefined)
    return { ...named(broker, groupId, { name: topic.name, partitionIndexes }), topicId };
  return {
    topicId,
    partitions: partitionIndexes.map((index) => ({
      ...result(index),
      errorCode: errorCodes.UNKNOWN_TOPIC_ID,
    })),
  };
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
