import { crc32c } from '../wire/crc32c.ts';
import { ProtocolError } from '../wire/protocol-error.ts';
import { attributeBits, batchLayout } from './batch-layout.ts';
import { compressionOf, decompress, type Compression } from './compression/compression.ts';
import type { RecordBatchView, TimestampType } from './record-batch-view.ts';
import { RecordCursor } from './record-cursor.ts';

/** A batch of format version 2, the one of every Kafka since 0.11. */
export class BatchV2View implements RecordBatchView {
  readonly bytes: Buffer;
  readonly #maxDecompressedBytes: number;
  #decompressed: Buffer | null = null;

  /** `bytes` holds exactly one batch. */
  constructor(bytes: Buffer, maxDecompressedBytes: number) {
    if (bytes.length < batchLayout.records) throw new ProtocolError(`record batch of ${bytes.length} bytes`);
    this.bytes = bytes;
    this.#maxDecompressedBytes = maxDecompressedBytes;
  }

  get sizeInBytes(): number {
    return this.bytes.length;
  }

  get magic(): number {
    return this.bytes.readInt8(batchLayout.magic);
  }

  get baseOffset(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.baseOffset);
  }

  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.bytes.readInt32BE(batchLayout.lastOffsetDelta));
  }

  get leaderEpoch(): number {
    return this.bytes.readInt32BE(batchLayout.leaderEpoch);
  }

  get compression(): Compression {
    return compressionOf(this.#attributes & attributeBits.compression);
  }

  get timestampType(): TimestampType {
    return this.#has(attributeBits.logAppendTime) ? 'log-append-time' : 'create-time';
  }

  get firstTimestamp(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.baseTimestamp);
  }

  get maxTimestamp(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.maxTimestamp);
  }

  get isTransactional(): boolean {
    return this.#has(attributeBits.transactional);
  }

  get isControl(): boolean {
    return this.#has(attributeBits.control);
  }

  get producerId(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.producerId);
  }

  get producerEpoch(): number {
    return this.bytes.readInt16BE(batchLayout.producerEpoch);
  }

  get baseSequence(): number {
    return this.bytes.readInt32BE(batchLayout.baseSequence);
  }

  get recordCount(): number {
    return this.bytes.readInt32BE(batchLayout.recordCount);
  }

  get deleteHorizonMs(): bigint | null {
    return this.#has(attributeBits.deleteHorizon) ? this.firstTimestamp : null;
  }

  verifyCrc(): boolean {
    return crc32c(this.bytes.subarray(batchLayout.attributes)) === this.bytes.readUInt32BE(batchLayout.crc);
  }

  records(): RecordCursor {
    const { recordCount, compression } = this;
    if (recordCount < 0) throw new ProtocolError(`record batch of ${recordCount} records`);
    const buffer = compression === 'none' ? this.bytes : this.#decompress(compression);
    return new RecordCursor({
      buffer,
      start: compression === 'none' ? batchLayout.records : 0,
      end: buffer.length,
      recordCount,
      baseOffset: this.baseOffset,
      baseTimestamp: this.firstTimestamp,
      logAppendTime: this.#has(attributeBits.logAppendTime) ? this.maxTimestamp : null,
    });
  }

  get #attributes(): number {
    return this.bytes.readInt16BE(batchLayout.attributes);
  }

  #has(bit: number): boolean {
    return (this.#attributes & bit) !== 0;
  }

  #decompress(compression: Compression): Buffer {
    this.#decompressed ??= decompress(compression, this.bytes.subarray(batchLayout.records), {
      maxBytes: this.#maxDecompressedBytes,
    });
    return this.#decompressed;
  }
}
