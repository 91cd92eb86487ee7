import {
  iterateBatches,
  RecordBatchBuilder,
  type BatchHeader,
  type RecordBatchOptions,
  type RecordInput,
} from '@sluice/kafka-protocol';
import type { KafkaError } from '../../errors/kafka-error.ts';
import { sequenceAfter } from '../send/partition-sequence.ts';

/** Records on their way to one partition, in one batch. */
export class ProducerBatch<T> {
  /** Batches are numbered as they are begun; the parts of one that was split have its number. */
  readonly number: number;
  /** The order of records: parts of a batch stand between it and the next one. */
  order: number;
  /** By the monotonic clock. */
  readonly createdAtMs: number;
  readonly attachments: T[] = [];
  readonly timestampsMs: number[] = [];
  /** How many times it was sent in vain, and what came of it the last time. */
  failures = 0;
  lastError: KafkaError | null = null;
  /** Whether it is being sent and somebody waits to hear what becomes of it. */
  isUnderWay = false;
  /** Whether the last answer named another leader to send it to. */
  hasNewLeader = false;
  /** The first sequence number of an idempotent producer; -1 before it has one. */
  baseSequence = -1;
  /** What is written, header included, before compression. */
  sizeInBytes = 0;
  /** The size of the buffer, part of `buffer.memory`. */
  allocatedBytes = 0;
  /** What the bytes to send take beside it, where they are compressed. */
  extraBytes = 0;
  readonly #builder: RecordBatchBuilder;
  readonly #isCompressed: boolean;
  #bytes: Buffer | null = null;
  #orderSpan = 1;

  constructor(number: number, options: RecordBatchOptions, createdAtMs: number = performance.now()) {
    this.number = this.order = number;
    this.createdAtMs = createdAtMs;
    this.#builder = new RecordBatchBuilder(options);
    this.#isCompressed = options.compression !== undefined && options.compression !== 'none';
    this.sizeInBytes = this.#builder.sizeInBytes;
    this.allocatedBytes = this.#builder.buffer.length;
  }

  get recordCount(): number {
    return this.attachments.length;
  }

  /** What the records are written into; to be reused once nothing is sent from it any more. */
  get buffer(): Buffer {
    return this.#builder.buffer;
  }

  /** False when the record does not fit any more. */
  append(record: RecordInput, attachment: T): boolean {
    if (!this.#builder.append(record)) return false;
    this.attachments.push(attachment);
    this.timestampsMs.push(Number(record.timestamp));
    this.sizeInBytes = this.#builder.sizeInBytes;
    if (this.sizeInBytes > this.allocatedBytes) this.allocatedBytes = this.#builder.buffer.length;
    return true;
  }

  /** The bytes to send; the header counts when they are made. */
  bytes(header: BatchHeader): Buffer {
    if (this.#bytes === null) {
      this.#bytes = this.#builder.finish(header);
      if (this.#isCompressed) this.extraBytes = this.#bytes.length;
    }
    return this.#bytes;
  }

  /** Takes the sequence number back: the next bytes get another header. Only while nothing is being sent. */
  unsequence(): void {
    this.baseSequence = -1;
    this.#bytes = null;
  }

  /** The same records in batches of at most half the size, which together have the same sequence numbers. */
  split(options: RecordBatchOptions): ProducerBatch<T>[] {
    const halves: ProducerBatch<T>[] = [];
    const begin = (): ProducerBatch<T> => {
      const maxBytes = Math.ceil(this.sizeInBytes / 2);
      const half = new ProducerBatch<T>(this.number, { ...options, maxBytes }, this.createdAtMs);
      if (this.baseSequence >= 0) half.baseSequence = sequenceAfter(this.baseSequence, index);
      halves.push(half);
      return half;
    };
    let index = 0;
    let half = begin();
    for (const record of this.#records()) {
      const attachment = this.attachments[index] as T;
      if (!half.append(record, attachment)) {
        half = begin();
        half.append(record, attachment);
      }
      index += 1;
    }
    this.#order(halves);
    return halves;
  }

  #order(parts: readonly ProducerBatch<T>[]): void {
    const span = this.#orderSpan / parts.length;
    for (const [index, part] of parts.entries()) {
      part.order = this.order + index * span;
      part.#orderSpan = span;
    }
  }

  *#records(): Generator<RecordInput> {
    for (const view of iterateBatches(this.bytes({}))) {
      const cursor = view.records();
      while (cursor.next()) {
        const { timestamp, key, value, headers } = cursor;
        yield { timestamp, key, value, headers };
      }
    }
  }
}
