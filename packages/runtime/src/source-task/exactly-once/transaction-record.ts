import type { RecordMetadata, SourceRecord } from '@sluice/connect-api';

/** A record of the open transaction whose task wants to hear of it. */
export class TransactionRecord {
  readonly record: SourceRecord;
  /** `null` for one that was not sent. */
  metadata: RecordMetadata | null = null;
  /** Whether it is done with: acknowledged, or never sent. One that was given up in an abort is not. */
  isDone: boolean;

  constructor(record: SourceRecord, isDone: boolean) {
    this.record = record;
    this.isDone = isDone;
  }
}
