import {
  createTopicsApi,
  errorCodes,
  zeroUuid,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { nodeId, type Broker } from '../../broker.ts';
import { describeTopicConfig } from '../../configs/describe-config.ts';
import { checkTopicOverrides, TopicConfig } from '../../configs/topic-config.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import type { NewTopic } from '../../topics/topic-registry.ts';

type WantedTopic = RequestOf<typeof createTopicsApi>['topics'][number];
type CreatedTopic = ResponseInputOf<typeof createTopicsApi>['topics'][number];

const replicationFactor = 1;
const unset = -1;

export const createTopics = handleApi(createTopicsApi, {
  versions: [2, 7],
  notes:
    'One node keeps one copy: a replication factor above 1 is refused, as a real cluster of one node does.',
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name }) => ({ name, errorCode, errorMessage: null, configs: [] })),
  }),
  async handle({ topics, validateOnly }, { broker }) {
    const counts = new Map<string, number>();
    for (const { name } of topics) counts.set(name, (counts.get(name) ?? 0) + 1);
    const create = async (wanted: WantedTopic): Promise<CreatedTopic> => {
      try {
        if (counts.get(wanted.name) !== 1) throw new RequestError('INVALID_REQUEST', 'Duplicate topic name.');
        return await createTopic(broker, wanted, validateOnly);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        return refusedTopic(wanted.name, error);
      }
    };
    return { topics: await Promise.all(topics.map(create)) };
  },
});

async function createTopic(
  broker: Broker,
  wanted: WantedTopic,
  validateOnly: boolean,
): Promise<CreatedTopic> {
  const topic: NewTopic = {
    name: wanted.name,
    partitionCount: partitionCountOf(wanted, broker.defaultPartitions),
    configs: checkTopicOverrides(wanted.configs),
  };
  broker.topics.check(topic);
  const topicId = validateOnly ? zeroUuid : (await broker.topics.create(topic)).id;
  return {
    name: topic.name,
    topicId,
    errorCode: errorCodes.NONE,
    errorMessage: null,
    numPartitions: topic.partitionCount,
    replicationFactor,
    configs: describeTopicConfig(new TopicConfig(topic.configs)),
  };
}

function refusedTopic(name: string, { error, message }: RequestError): CreatedTopic {
  return { name, errorCode: errorCodes[error], errorMessage: message, configs: [] };
}

function partitionCountOf(wanted: WantedTopic, defaultPartitions: number): number {
  if (wanted.assignments.length > 0) return assignedPartitionCount(wanted);
  const factor = wanted.replicationFactor;
  if (factor === 0 || factor < unset) {
    throw new RequestError(
      'INVALID_REPLICATION_FACTOR',
      'Replication factor must be larger than 0, or -1 to use the default value.',
    );
  }
  if (factor > replicationFactor) {
    throw new RequestError(
      'INVALID_REPLICATION_FACTOR',
      `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be reached because only 1 broker(s) are registered.`,
    );
  }
  if (wanted.numPartitions === 0 || wanted.numPartitions < unset) {
    throw new RequestError(
      'INVALID_PARTITIONS',
      'Number of partitions was set to an invalid non-positive value.',
    );
  }
  return wanted.numPartitions === unset ? defaultPartitions : wanted.numPartitions;
}

function assignedPartitionCount({
  assignments,
  numPartitions,
  replicationFactor: factor,
}: WantedTopic): number {
  if (numPartitions !== unset || factor !== unset) {
    throw new RequestError(
      'INVALID_REQUEST',
      'A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1.',
    );
  }
  const stranger = assignments.flatMap(({ brokerIds }) => brokerIds).find((id) => id !== nodeId);
  if (stranger !== undefined) {
    throw new RequestError(
      'INVALID_REPLICA_ASSIGNMENT',
      `The manual partition assignment includes broker ${stranger}, but no such broker is registered.`,
    );
  }
  const indexes = new Set(assignments.map(({ partitionIndex }) => partitionIndex));
  const isComplete = assignments.every((_each, index) => indexes.has(index));
  if (isComplete && assignments.every(({ brokerIds }) => brokerIds.length === 1)) return assignments.length;
  throw new RequestError(
    'INVALID_REPLICA_ASSIGNMENT',
    'A manual partition assignment names each partition from 0 on once, each with one broker.',
  );
}
