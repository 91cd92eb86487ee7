import type { Compression } from './compression/compression.ts';
import type { RecordCursor } from './record-cursor.ts';

export type TimestampType = 'none' | 'create-time' | 'log-append-time';

/**
 * A record batch where it lies in the bytes that brought it. Nothing is decoded before it is asked for.
 * Formats 0 and 1 know no producer, no leader epoch and no control records: there these are -1 and false.
 */
export interface RecordBatchView {
  /** The whole batch, header included. */
  readonly bytes: Buffer;
  readonly sizeInBytes: number;
  readonly magic: number;
  /** The offset of the first record, even if that record has been compacted away. */
  readonly baseOffset: bigint;
  /** Reading goes on at the offset after this one, even where the last record has been compacted away. */
  readonly lastOffset: bigint;
  readonly leaderEpoch: number;
  readonly compression: Compression;
  readonly timestampType: TimestampType;
  readonly firstTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
  /** When compaction may remove records without a value; null where it has not come by yet (KIP-534). */
  readonly deleteHorizonMs: bigint | null;
  /** Whether the bytes are those that were written. */
  verifyCrc(): boolean;
  /** A cursor before the first record; what is compressed is decompressed at the first call. */
  records(): RecordCursor;
}
