import type { PartitionOffset, TopicPartition } from '@sluice/connect-api';
import type { Metric } from '@sluice/kafka-client';
import type { ConsumedRecord } from '../pipeline/sink-pipeline.ts';

/** Walks over the records of a partition that one poll brought; the properties are those of the record in hand. */
export interface ConsumedRecords extends ConsumedRecord {
  /** Moves to the next record; false when there is none. */
  next(): boolean;
}

/** What a poll brought of one partition. */
export interface ConsumedPartition extends TopicPartition {
  records(): ConsumedRecords;
  /** The offset to go on from after these records. */
  readonly nextOffset: number;
}

/** Told of rebalances from within `poll`, which waits for the answers. */
export interface AssignmentListener {
  /** Newly assigned partitions with the positions they are read from. */
  onAssigned(positions: readonly PartitionOffset[]): Promise<void>;
  /** Partitions that go to others; offsets may still be committed. */
  onRevoked(partitions: readonly TopicPartition[]): Promise<void>;
  /** Partitions that others have already. */
  onLost(partitions: readonly TopicPartition[]): Promise<void>;
}

/** What a sink task needs of a consumer. */
export interface RecordConsumer {
  subscribe(topics: readonly string[] | RegExp, listener: AssignmentListener): void;
  /** Waits for records, but no longer than the time given or until `wakeup`. */
  poll(timeoutMs: number): Promise<readonly ConsumedPartition[]>;
  /** Ends a `poll` that waits, or the next one at once. */
  wakeup(): void;
  assignment(): readonly TopicPartition[];
  /** How many records there are that were not handed out yet; `null` when that is not known. */
  lag(): number | null;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  seek(offsets: readonly PartitionOffset[]): void;
  /** What is committed of those partitions of which something is. */
  fetchCommitted(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]>;
  /** Commits, trying again while that may help. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Commits with one try, after the commits that were asked for before. */
  commitOnce(offsets: readonly PartitionOffset[]): Promise<void>;
  /** What it counts, by the names of Kafka's own consumer. */
  metrics(): readonly Metric[];
  /** Leaves the group, telling the listener of what is revoked; also ends a `poll` that waits. */
  close(): Promise<void>;
}
