import { crc32c } from '../wire/crc32c.ts';
import { attributeBits, batchLayout, logOverhead } from './batch-layout.ts';
import { compress, compressionNumber, type Compression } from './compression/compression.ts';
import type { RecordInput } from './record-input.ts';
import { maxRecordSize, recordSize } from './record-size.ts';
import { RecordWriter } from './record-writer.ts';

const maxInitialBytes = 64 * 1024;
const noProducer = { producerId: -1n, producerEpoch: -1, baseSequence: -1 } as const;

export interface RecordBatchOptions {
  /** The most the batch may take before compression, header included; one record is taken whatever its size. */
  readonly maxBytes: number;
  readonly compression?: Compression;
  /** What it means to the compression; its own default when absent. */
  readonly compressionLevel?: number | undefined;
  /** Bytes to write into as long as they suffice: for example those of a builder whose batch is needed no more. */
  readonly buffer?: Buffer | undefined;
}

export interface BatchHeader {
  /** Zero when absent: what a producer sends, for the broker to replace. */
  readonly baseOffset?: bigint;
  /** The three of an idempotent producer, -1 without one. */
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  /** Whether its records are marks of a broker and not data. */
  readonly control?: boolean;
  readonly leaderEpoch?: number;
}

/** Collects records in the bytes of one batch of format version 2. */
export class RecordBatchBuilder {
  readonly #maxBytes: number;
  readonly #compression: Compression;
  readonly #compressionLevel: number | undefined;
  readonly #writer: RecordWriter;
  #recordCount = 0;
  #baseTimestamp: number | bigint = -1;
  #maxTimestamp: number | bigint = -1;

  constructor({ maxBytes, compression = 'none', compressionLevel, buffer }: RecordBatchOptions) {
    this.#maxBytes = maxBytes;
    this.#compression = compression;
    this.#compressionLevel = compressionLevel;
    const initialBytes = Math.max(batchLayout.records, Math.min(maxBytes, maxInitialBytes));
    this.#writer = new RecordWriter(buffer ?? Buffer.allocUnsafe(initialBytes), batchLayout.records);
  }

  /** The bytes it writes into; others than those it was given when they did not suffice. */
  get buffer(): Buffer {
    return this.#writer.buffer;
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /** Header included, before compression. */
  get sizeInBytes(): number {
    return this.#writer.position;
  }

  get isEmpty(): boolean {
    return this.#recordCount === 0;
  }

  /** False, and nothing has changed, where the batch has records already and this one does not fit any more. */
  append(record: RecordInput): boolean {
    if (this.#recordCount === 0) this.#baseTimestamp = this.#maxTimestamp = record.timestamp;
    const timestampDelta = difference(record.timestamp, this.#baseTimestamp);
    const maxSize = maxRecordSize(record);
    const fits = maxSize <= this.#maxBytes - this.#writer.position && maxSize <= this.#writer.freeBytes;
    if (!fits && !this.#makeRoom(record, timestampDelta)) return false;
    this.#writer.write(record, this.#recordCount, timestampDelta);
    this.#recordCount += 1;
    if (record.timestamp > this.#maxTimestamp) this.#maxTimestamp = record.timestamp;
    return true;
  }

  /** The bytes of the batch. The builder is spent: they may be its own. */
  finish(header: BatchHeader = {}): Buffer {
    const written = this.#writer.written;
    const batch = this.#compression === 'none' ? written : this.#compress(written);
    this.#writeHeader(batch, header);
    batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
    return batch;
  }

  #makeRoom(record: RecordInput, timestampDelta: number | bigint): boolean {
    const size = recordSize(record, this.#recordCount, BigInt(timestampDelta));
    if (this.#recordCount > 0 && this.#writer.position + size > this.#maxBytes) return false;
    this.#writer.ensureFree(size, this.#maxBytes);
    return true;
  }

  #compress(written: Buffer): Buffer {
    const records = compress(
      this.#compression,
      written.subarray(batchLayout.records),
      this.#compressionLevel,
    );
    return Buffer.concat([written.subarray(0, batchLayout.records), records]);
  }

  #writeHeader(batch: Buffer, header: BatchHeader): void {
    const { baseOffset = 0n, leaderEpoch = -1, transactional = false, control = false } = header;
    const { producerId, producerEpoch, baseSequence } = { ...noProducer, ...header };
    const attributes =
      compressionNumber(this.#compression) |
      (transactional ? attributeBits.transactional : 0) |
      (control ? attributeBits.control : 0);
    batch.writeBigInt64BE(baseOffset, batchLayout.baseOffset);
    batch.writeInt32BE(batch.length - logOverhead, batchLayout.length);
    batch.writeInt32BE(leaderEpoch, batchLayout.leaderEpoch);
    batch.writeInt8(2, batchLayout.magic);
    batch.writeInt16BE(attributes, batchLayout.attributes);
    batch.writeInt32BE(this.#recordCount - 1, batchLayout.lastOffsetDelta);
    batch.writeBigInt64BE(BigInt(this.#baseTimestamp), batchLayout.baseTimestamp);
    batch.writeBigInt64BE(BigInt(this.#maxTimestamp), batchLayout.maxTimestamp);
    batch.writeBigInt64BE(producerId, batchLayout.producerId);
    batch.writeInt16BE(producerEpoch, batchLayout.producerEpoch);
    batch.writeInt32BE(baseSequence, batchLayout.baseSequence);
    batch.writeInt32BE(this.#recordCount, batchLayout.recordCount);
  }
}

function difference(timestamp: number | bigint, base: number | bigint): number | bigint {
  if (typeof timestamp === 'number' && typeof base === 'number') {
    const delta = timestamp - base;
    if (Number.isSafeInteger(delta)) return delta;
  }
  return BigInt.asIntN(64, BigInt(timestamp) - BigInt(base));
}
