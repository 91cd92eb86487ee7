import type { RecordProducer } from '../record-producer.ts';
import type { TransactionRecord } from './transaction-record.ts';

/** What a source task that delivers exactly once needs of a producer. */
export interface TransactionalProducer extends RecordProducer<TransactionRecord | null> {
  /** Fences earlier producers of the same transactional id. */
  initTransactions(): Promise<void>;
  beginTransaction(): void;
  /** The partition of a known topic that Java's producer sends a key to by default, whatever is set otherwise. */
  partitionOfKey(topic: string, key: Uint8Array): number;
  /** Sends everything; rejects when anything of the transaction was not delivered. */
  commitTransaction(): Promise<void>;
  abortTransaction(): Promise<void>;
}
