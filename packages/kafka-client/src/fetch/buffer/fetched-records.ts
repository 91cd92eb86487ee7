import type { RecordCursor, RecordHeader, TimestampType } from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import type { BatchSlice } from './buffered-batch.ts';
import { corruptBatch } from './corrupt-records.ts';
import type { Position } from './position.ts';

/** A part of larger bytes. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

const noBytes: Buffer = Buffer.alloc(0);

/** What one poll brought. */
export interface FetchedRecords {
  readonly partitions: readonly FetchedPartition[];
  readonly recordCount: number;
}

/** Records of one partition, in order. */
export class FetchedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  /** Where to go on after these records: not always the last offset + 1. */
  readonly nextOffset: number;
  /** Of the record before `nextOffset`, to be committed with it (KIP-320); `null` when not known. */
  readonly nextLeaderEpoch: number | null;
  readonly #slices: readonly BatchSlice[];

  constructor({ topic, partition }: TopicPartition, slices: readonly BatchSlice[], next: Position) {
    this.topic = topic;
    this.partition = partition;
    this.nextOffset = next.offset;
    this.nextLeaderEpoch = next.leaderEpoch;
    this.recordCount = slices.reduce((sum, { count }) => sum + count, 0);
    this.#slices = slices;
  }

  /** A cursor before the first record; each call begins anew. */
  records(): FetchedCursor {
    return new FetchedCursor(this, this.#slices);
  }
}

/** Goes from record to record without allocating; keys, values and headers are views of the bytes received. */
export class FetchedCursor {
  readonly #partition: TopicPartition;
  readonly #slices: readonly BatchSlice[];
  #sliceIndex = -1;
  #left = 0;
  #cursor: RecordCursor | null = null;
  /** The same for all records of a batch. */
  #timestampType: TimestampType = 'none';
  readonly #valueRange = { bytes: noBytes, start: 0, end: 0 };

  constructor(partition: TopicPartition, slices: readonly BatchSlice[]) {
    this.#partition = partition;
    this.#slices = slices;
  }

  /**
   * Moves to the next record; false behind the last one.
   * @throws KafkaError `CORRUPT_MESSAGE` when the bytes are no records.
   */
  next(): boolean {
    try {
      while (this.#left === 0) if (!this.#nextSlice()) return false;
      this.#left -= 1;
      return this.#current().next();
    } catch (cause) {
      throw this.#corrupt(cause);
    }
  }

  get offset(): number {
    return this.#current().offsetNumber;
  }

  /** As `timestampMs`, exact at any size. */
  get timestamp(): bigint {
    return this.#current().timestamp;
  }

  /** Milliseconds since the epoch, exact below 2^52, which is far away; -1 when the record has none. */
  get timestampMs(): number {
    return this.#current().timestampNumber;
  }

  get timestampType(): TimestampType {
    return this.#timestampType;
  }

  /** -1 when the broker does not tell. */
  get leaderEpoch(): number {
    return this.#slices[this.#sliceIndex]?.batch.view.leaderEpoch ?? -1;
  }

  get key(): Buffer | null {
    return this.#current().key;
  }

  get value(): Buffer | null {
    return this.#current().value;
  }

  /** Where the value is, `null` where it is null: without making a view. One object for all records. */
  get valueRange(): ByteRange | null {
    const { buffer, valueStart, valueEnd } = this.#current();
    if (valueStart < 0) return null;
    const range = this.#valueRange;
    range.bytes = buffer;
    range.start = valueStart;
    range.end = valueEnd;
    return range;
  }

  get headerCount(): number {
    return this.#current().headerCount;
  }

  get headers(): readonly RecordHeader[] {
    return this.#current().headers;
  }

  // No getter: calls of private ones are not inlined, and each record asks several times.
  #current(): RecordCursor {
    if (this.#cursor === null)
      throw new RangeError('There is no record here: next() must have returned true');
    return this.#cursor;
  }

  #nextSlice(): boolean {
    const done = this.#slices[this.#sliceIndex];
    const following = this.#slices[this.#sliceIndex + 1];
    if (following === undefined) {
      if (done !== undefined && this.#cursor !== null) this.#park(done, this.#cursor);
      this.#cursor = null;
      return false;
    }
    this.#sliceIndex += 1;
    this.#cursor = following.batch.cursorAt(following.start);
    this.#timestampType = following.batch.view.timestampType;
    this.#left = following.count;
    return true;
  }

  #corrupt(cause: unknown): unknown {
    const slice = this.#slices[this.#sliceIndex];
    if (slice === undefined) return cause;
    const { view, broker } = slice.batch;
    return corruptBatch({ partition: this.#partition, broker }, view, cause);
  }

  #park({ batch, start, count }: BatchSlice, cursor: RecordCursor): void {
    batch.park(cursor, start + count);
  }
}
