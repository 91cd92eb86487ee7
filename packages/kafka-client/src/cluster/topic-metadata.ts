import type { metadataApi, ResponseOf } from '@sluice/kafka-protocol';

export interface Leader {
  readonly nodeId: number;
  /** -1 when the broker does not tell. */
  readonly epoch: number;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** Node id; -1 when there is no leader now. */
  readonly leader: number;
  /** -1 when the broker does not tell. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
}

export interface TopicMetadata {
  readonly name: string;
  readonly topicId: string;
  /** Not 0 when the rest is not valid. */
  readonly errorCode: number;
  readonly isInternal: boolean;
  /** By partition number, without gaps. */
  readonly partitions: readonly PartitionMetadata[];
}

export type MetadataResponse = ResponseOf<typeof metadataApi>;
type TopicResponse = MetadataResponse['topics'][number];

export function topicMetadata({ partitions, ...topic }: TopicResponse): TopicMetadata {
  return {
    name: topic.name ?? '',
    topicId: topic.topicId,
    errorCode: topic.errorCode,
    isInternal: topic.isInternal,
    partitions: partitions
      .map((one) => ({
        partition: one.partitionIndex,
        leader: one.leaderId,
        leaderEpoch: one.leaderEpoch,
        replicas: one.replicaNodes,
        inSyncReplicas: one.isrNodes,
      }))
      .sort((left, right) => left.partition - right.partition),
  };
}

/** The newer view of a topic; of each partition the one of the later leader epoch (KIP-320). */
export function mergeTopic(known: TopicMetadata | undefined, told: TopicMetadata): TopicMetadata {
  if (known === undefined || known.topicId !== told.topicId) return told;
  const partitions = told.partitions.map((partition) => {
    const before = known.partitions[partition.partition];
    return before !== undefined && before.leaderEpoch > partition.leaderEpoch ? before : partition;
  });
  return { ...told, partitions };
}

export function withLeader(topic: TopicMetadata, partition: number, leader: Leader): TopicMetadata {
  const partitions = topic.partitions.map((one) =>
    one.partition === partition ? { ...one, leader: leader.nodeId, leaderEpoch: leader.epoch } : one,
  );
  return { ...topic, partitions };
}
