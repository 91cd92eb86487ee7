import type { RecordCursor, RecordHeader, TimestampType } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { formatPartition, type TopicPartition } from '../../topic-partition.ts';
import type { BatchSlice } from './buffered-batch.ts';

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
  readonly #slices: readonly BatchSlice[];

  constructor({ topic, partition }: TopicPartition, slices: readonly BatchSlice[], nextOffset: number) {
    this.topic = topic;
    this.partition = partition;
    this.nextOffset = nextOffset;
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
      return this.#current.next();
    } catch (cause) {
      throw corrupt(this.#partition, this.#slices[this.#sliceIndex], cause);
    }
  }

  get offset(): number {
    return this.#current.offsetNumber;
  }

  /** Milliseconds since the epoch; -1 when the record has none. */
  get timestampMs(): number {
    return this.#current.timestampNumber;
  }

  get timestampType(): TimestampType {
    return this.#slices[this.#sliceIndex]?.batch.view.timestampType ?? 'none';
  }

  /** -1 when the broker does not tell. */
  get leaderEpoch(): number {
    return this.#slices[this.#sliceIndex]?.batch.view.leaderEpoch ?? -1;
  }

  get key(): Buffer | null {
    return this.#current.key;
  }

  get value(): Buffer | null {
    return this.#current.value;
  }

  get headerCount(): number {
    return this.#current.headerCount;
  }

  get headers(): readonly RecordHeader[] {
    return this.#current.headers;
  }

  get #current(): RecordCursor {
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
    this.#left = following.count;
    return true;
  }

  #park({ batch, start, count }: BatchSlice, cursor: RecordCursor): void {
    batch.park(cursor, start + count);
  }
}

/** The error for bytes that are no records. Waiting does not help; going on behind them does. */
export function corrupt(
  partition: TopicPartition,
  slice: BatchSlice | undefined,
  cause?: unknown,
): KafkaError {
  const batch = slice?.batch;
  const at = batch === undefined ? '' : ` at offsets ${Number(batch.view.baseOffset)}-${batch.endOffset - 1}`;
  const why = cause instanceof Error ? cause.message : 'its checksum is wrong';
  const remedy = batch === undefined ? '' : `; to leave it out, go on at offset ${batch.endOffset}`;
  const message = `Record batch of ${formatPartition(partition)}${at} is corrupt: ${why}${remedy}`;
  const { topic, partition: number } = partition;
  return new KafkaError('CORRUPT_MESSAGE', message, { topic, partition: number, cause });
}
