import {
  errorCodes,
  offsetCommitApi,
  type ErrorName,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import type { CommittedPartition } from '../../groups/committed-offsets.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { committableOffset } from './committable-offset.ts';

type CommitRequest = RequestOf<typeof offsetCommitApi>;
type TopicRequest = CommitRequest['topics'][number];
type PartitionRequest = TopicRequest['partitions'][number];
type CommitResponse = ResponseInputOf<typeof offsetCommitApi>;

const firstVersionWithTopicIds = 10;

export const offsetCommit = handleApi(offsetCommitApi, {
  versions: [2, 10],
  notes: 'Offsets are kept in a journal of the broker; there is no topic __consumer_offsets.',
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }),
  async handle(request, context) {
    const { groups } = context.broker;
    const refusal = groups.mayCommit({
      groupId: request.groupId,
      generationId: request.generationIdOrMemberEpoch,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
    });
    if (refusal !== 'NONE') return respond(request, () => refusal);
    const checked = checkPartitions(request, context);
    const accepted = [...checked.values()].filter((each) => typeof each !== 'string');
    if (accepted.length > 0) await groups.commit(request.groupId, accepted);
    return respond(request, (partition) => {
      const result = checked.get(partition);
      return typeof result === 'string' ? result : 'NONE';
    });
  },
});

/** For each partition what to commit, or why not. */
function checkPartitions(
  { topics }: CommitRequest,
  { broker, version }: RequestContext,
): ReadonlyMap<PartitionRequest, CommittedPartition | ErrorName> {
  const byId = version >= firstVersionWithTopicIds;
  return new Map(
    topics.flatMap((request) => {
      const topic = byId ? broker.topics.findById(request.topicId) : broker.topics.findByName(request.name);
      const absent: ErrorName = byId ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION';
      return request.partitions.map(
        (partition) =>
          [partition, topic === undefined ? absent : committableOffset(topic, partition)] as const,
      );
    }),
  );
}

function respond(
  { topics }: CommitRequest,
  errorOf: (partition: PartitionRequest) => ErrorName,
): CommitResponse {
  return {
    topics: topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map((partition) => ({
        partitionIndex: partition.partitionIndex,
        errorCode: errorCodes[errorOf(partition)],
      })),
    })),
  };
}
