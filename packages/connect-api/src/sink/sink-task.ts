import type { SinkRecord } from '../records/sink-record.ts';
import type { TaskContext } from '../plugin/task-context.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The next offset to read of a partition, with what is committed beside it. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
  /** Stored with the committed offset; empty by default. */
  readonly metadata?: string;
  /** The leader epoch of the record before the offset, stored with it; `null` (default) when not known. */
  readonly leaderEpoch?: number | null;
}

/** Takes records that a sink could not deliver, one at a time. */
export interface ErrantRecordReporter {
  /**
   * Reports a record to the log and the dead letter topic, with the bytes it was consumed as if `put` was given it, else
   * as the connector's converters make them. The promise is kept when the report is safe and broken when it never will
   * be; awaiting it is optional, `preCommit` waits, and what is lost fails the task.
   * @throws ConnectError when errors are not tolerated: let it pass, the task fails after `put` all the same.
   */
  report(record: SinkRecord, error: unknown): Promise<void>;
}

/** What a sink task may ask of the worker. */
export interface SinkTaskContext extends TaskContext {
  /** Continue at these offsets: applied before the next poll, or right after `open` has returned. */
  offset(offsets: readonly PartitionOffset[]): void;
  /** Ask for the next `put` (a redelivery above all) within this time, once; values <= 0 are ignored. */
  timeout(timeoutMs: number): void;
  assignment(): readonly TopicPartition[];
  /**
   * What the brokers have as committed of these partitions, with its metadata; those of which nothing is committed are
   * left out. To be asked from `open` on.
   * @throws ConnectError when the brokers do not answer.
   */
  committed(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]>;
  /** @throws IllegalWorkerStateError when a partition is not assigned to this task. */
  pause(...partitions: readonly TopicPartition[]): void;
  /** @throws IllegalWorkerStateError when a partition is not assigned to this task. */
  resume(...partitions: readonly TopicPartition[]): void;
  /** Have the offsets committed before the next poll instead of at the next interval. */
  requestCommit(): void;
  /** `null` unless errors are logged or a dead letter queue is configured. */
  readonly errantRecordReporter: ErrantRecordReporter | null;
}

/**
 * Delivers records to the other system. Made by the connector's `createTask`, then `start`, `open`, `put` and
 * `preCommit` …, `close`, `stop`; calls never overlap, but for `committed`.
 */
export interface SinkTask {
  /**
   * Whether `put` takes records whose value is a `DeferredMap` where it would be a map without a schema; by default it
   * does not, and is given the map.
   */
  readonly takesDeferredMaps?: boolean;
  start?(): Promise<void> | void;
  /** Partitions that are newly assigned; never called with none. An error fails the task. */
  open?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /**
   * Takes records, also an empty list after every poll that brought none. May buffer: only what `preCommit`
   * returns is taken as delivered.
   * While it runs the task stays in its consumer group, for as long as it takes; but a `put` that blocks its thread
   * for longer than `session.timeout.ms` loses its partitions.
   * @throws RetriableError to get the same records again (see `timeout`).
   * @throws RejectedRecordsError for records that will never be taken, the others of the list being taken. Any other
   * error fails the task.
   */
  put(records: readonly SinkRecord[]): Promise<void> | void;
  /** Makes everything that was put durable. Called by the default `preCommit`. */
  flush?(offsets: readonly PartitionOffset[]): Promise<void> | void;
  /**
   * Called at every commit, also when nothing moved, with the next offset of each partition as consumed.
   * Returns the offsets that are safe; by default flushes and returns what it was given. An error outside a
   * shutdown rewinds to the last committed offsets.
   */
  preCommit?(
    offsets: readonly PartitionOffset[],
  ): Promise<readonly PartitionOffset[]> | readonly PartitionOffset[];
  /**
   * Told of offsets that are committed now, with the metadata that `preCommit` returned. May come while another call is
   * under way, and not at all for commits of partitions that go: return at once, and throw nothing.
   */
  committed?(offsets: readonly PartitionOffset[]): void;
  /** Partitions that are no longer this task's; after `preCommit`, before the commit. */
  close?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** Releases everything; called last, even when `start` never ran. */
  stop?(): Promise<void> | void;
}
