import type { SourceRecord } from '../records/source-record.ts';

/**
 * Where a source task says when its transactions end (`transaction.boundary=connector`). A transaction begins with the
 * first record that is sent after the last one has ended. What is asked for counts from the batch on that the running
 * or the next `poll` returns.
 */
export interface TransactionContext {
  /** Commits once the next batch of records is sent. */
  commitTransaction(): void;
  /**
   * Commits once this record is sent, or dropped: the very object that `poll` returns.
   * @throws TypeError when it is no record.
   */
  commitTransaction(record: SourceRecord): void;
  /**
   * Drops, once the next batch of records is sent, everything since the last end of a transaction. Offsets count as
   * committed all the same, so that the records are not read again.
   */
  abortTransaction(): void;
  /**
   * The same once this record is sent, or dropped, itself included: the very object that `poll` returns.
   * @throws TypeError when it is no record.
   */
  abortTransaction(record: SourceRecord): void;
}
