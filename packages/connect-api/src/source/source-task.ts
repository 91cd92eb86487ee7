import type { SourceRecord } from '../records/source-record.ts';
import type { OffsetStorageReader, TaskContext } from '../plugin/task-context.ts';
import type { TransactionContext } from './transaction-context.ts';

/** What a source task may ask of the worker. */
export interface SourceTaskContext extends TaskContext {
  /** Complete before `start` is called: it has been read to its end. */
  readonly offsetStorageReader: OffsetStorageReader;
  /**
   * Where the task says when its transactions end; `null` unless the worker delivers exactly once and the connector
   * is configured with `transaction.boundary=connector`.
   */
  readonly transactionContext: TransactionContext | null;
}

/** Where Kafka put a record. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 when the broker does not tell (`acks=0`). */
  readonly offset: number;
  readonly timestampMs: number;
}

/**
 * Brings records out of the other system. Made by the connector's `createTask`, then
 * `start`, `poll` … `poll`, `stop`; calls never overlap, but for `commit` and `commitRecord`, which may come
 * while a `poll` is waiting.
 */
export interface SourceTask {
  /** Opens what the task needs. `stop` is called even when this fails. */
  start?(): Promise<void> | void;
  /**
   * The next records, or `null` when there are none now. Should wait for data (no longer than about a second, or
   * until the context's signal aborts) rather than return at once with nothing.
   * @throws RetriableError to be called again; any other error fails the task.
   */
  poll(): Promise<readonly SourceRecord[] | null> | readonly SourceRecord[] | null;
  /**
   * A record was acknowledged by Kafka, or dropped by a transformation or a tolerated error (then `metadata` is
   * `null`). Gets the record as `poll` returned it. Errors are logged and ignored. Leave it out when not needed:
   * it is called for every record. With exactly-once delivery it is called once the transaction is committed, in the
   * order of the records.
   */
  commitRecord?(record: SourceRecord, metadata: RecordMetadata | null): void;
  /**
   * The offsets of earlier records were committed; called at every flush, and with exactly-once delivery at every
   * transaction boundary, also when nothing was new.
   */
  commit?(): Promise<void> | void;
  /** Releases everything. Called last, after the last `poll` has returned. */
  stop?(): Promise<void> | void;
}
