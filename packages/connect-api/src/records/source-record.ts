import { ConnectRecord, type ConnectRecordInit, type Mutable } from './connect-record.ts';

/** A value that source partitions and offsets may hold. 64-bit integers come back as `bigint` when they need it. */
export type OffsetValue = string | number | bigint | boolean | Uint8Array | null;

/** Where a record comes from, e.g. `{ filename: '/var/log/app.log' }`. Key order is part of its stored identity. */
export type SourcePartition = Readonly<Record<string, OffsetValue>>;

/** How far a source partition has been read, e.g. `{ position: 42 }`. */
export type SourceOffset = Readonly<Record<string, OffsetValue>>;

export interface SourceRecordInit extends ConnectRecordInit {
  /** `null` (default) when the source has no partitions. */
  readonly sourcePartition?: SourcePartition | null;
  /** The offset to continue from once this record was delivered; `null` (default) stores a tombstone. */
  readonly sourceOffset?: SourceOffset | null;
}

/** A record on its way into Kafka. */
export class SourceRecord extends ConnectRecord {
  readonly sourcePartition: SourcePartition | null;
  readonly sourceOffset: SourceOffset | null;

  constructor(init: SourceRecordInit) {
    super(init);
    this.sourcePartition = init.sourcePartition ?? null;
    this.sourceOffset = init.sourceOffset ?? null;
  }

  // Every transformation comes by here: a copy that is changed takes much less than an object with all parts.
  override with(changes: Partial<ConnectRecordInit>): SourceRecord {
    const copy: Mutable<SourceRecord> = this.change(new SourceRecord(this), changes);
    if ('kafkaPartition' in changes) copy.kafkaPartition = changes.kafkaPartition ?? null;
    return copy as SourceRecord;
  }
}
