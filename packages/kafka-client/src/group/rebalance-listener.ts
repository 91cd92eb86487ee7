import type { TopicPartition } from '../topic-partition.ts';

/** Told about changes of the assignment from within `poll`, which waits for what is returned. */
export interface RebalanceListener {
  /** Partitions that are this consumer's now; positions are known. */
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** Partitions about to be given up: offsets can still be committed. */
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** Partitions that others may have already: offsets can no longer be committed. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): Promise<void> | void;
}
