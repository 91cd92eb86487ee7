import type { RecordProducer } from '../record-producer.ts';
import type { TransactionRecord } from './transaction-record.ts';

/** What a source task that delivers exactly once needs of a producer. */
export interface TransactionalProducer extends RecordProducer<TransactionRecord | null> {
  /** Fences earlier producers of the same transactional id. */
  initTransactions(): Promise<void>;
  beginTransaction(): void;
  /** Sends everything; rejects when anything of the transaction was not delivered. */
  commitTransaction(): Promise<void>;
  abortTransaction(): Promise<void>;
}
