import {
  describeTopicPartitionsApi,
  errorCodes,
  zeroUuid,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { nodeId } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { authorizedOperations } from '../../requests/authorized-operations.ts';
import type { Topic } from '../../topics/topic.ts';

type Described = ResponseInputOf<typeof describeTopicPartitionsApi>;
type TopicResult = Described['topics'][number];

const leaderEpoch = 0;
const maxPartitions = 2000;

export const describeTopicPartitions = handleApi(describeTopicPartitionsApi, {
  versions: [0, 0],
  notes: 'As a real broker.',
  handle({ topics, responsePartitionLimit, cursor }, { broker }) {
    const wanted =
      topics.length > 0 ? topics.map(({ name }) => name) : broker.topics.all().map(({ name }) => name);
    const names = [...new Set(wanted)].sort().filter((name) => cursor === null || name >= cursor.topicName);
    const results: TopicResult[] = [];
    let room = Math.max(1, Math.min(responsePartitionLimit, maxPartitions));
    for (const name of names) {
      const first = cursor?.topicName === name ? cursor.partitionIndex : 0;
      const topic = broker.topics.findByName(name);
      if (room <= 0) return { topics: results, nextCursor: { topicName: name, partitionIndex: first } };
      const { result, described } = describeTopic({ name, topic, first, room });
      results.push(result);
      room -= described;
      const next = first + described;
      if (topic !== undefined && next < topic.partitionCount) {
        return { topics: results, nextCursor: { topicName: name, partitionIndex: next } };
      }
    }
    return { topics: results, nextCursor: null };
  },
});

interface Stretch {
  readonly name: string;
  readonly topic: Topic | undefined;
  readonly first: number;
  readonly room: number;
}

function describeTopic({ name, topic, first, room }: Stretch): { result: TopicResult; described: number } {
  if (topic === undefined) {
    const errorCode = errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
    return {
      result: { errorCode, name, topicId: zeroUuid, isInternal: false, partitions: [] },
      described: 0,
    };
  }
  const described = Math.max(0, Math.min(room, topic.partitionCount - first));
  const partitions = Array.from({ length: described }, (_each, index) => ({
    errorCode: errorCodes.NONE,
    partitionIndex: first + index,
    leaderId: nodeId,
    leaderEpoch,
    replicaNodes: [nodeId],
    isrNodes: [nodeId],
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    offlineReplicas: [],
  }));
  return {
    result: {
      errorCode: errorCodes.NONE,
      name,
      topicId: topic.id,
      isInternal: false,
      partitions,
      topicAuthorizedOperations: authorizedOperations.topic,
    },
    described,
  };
}
