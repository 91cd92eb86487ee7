import type { TopicPartition } from '../../topic-partition.ts';
import type { BatchSlice } from './buffered-batch.ts';
import { FetchedChunk, type FetchedBytes } from './fetched-chunk.ts';
import { FetchedPartition } from './fetched-records.ts';
import type { Position } from './position.ts';

export interface TakeOptions {
  readonly maxRecords: number;
  readonly checkCrcs: boolean;
}

/** What was fetched from a partition and not taken yet. */
export class PartitionBuffer {
  readonly #partition: TopicPartition;
  #chunks: FetchedChunk[] = [];

  constructor(partition: TopicPartition) {
    this.#partition = partition;
  }

  get sizeInBytes(): number {
    return this.#chunks.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Whether bytes came that are no batches: nothing can be added behind them. */
  get isFaulty(): boolean {
    return this.#chunks.at(-1)?.isFaulty ?? false;
  }

  clear(): void {
    for (const chunk of this.#chunks) chunk.drop();
    this.#chunks = [];
  }

  /** Has what is buffered keep no more in memory than itself. */
  detach(): void {
    for (const chunk of this.#chunks) chunk.detach();
  }

  /** Returns where the next fetch goes on; `null` where there is nothing new in the bytes, not one whole batch. */
  add(bytes: FetchedBytes): Position | null {
    const chunk = new FetchedChunk(this.#partition, bytes);
    if (chunk.isEmpty) {
      chunk.drop();
      return null;
    }
    this.#chunks.push(chunk);
    return chunk.end;
  }

  /**
   * Takes records; the position moves even where there are none to take.
   * @throws KafkaError `CORRUPT_MESSAGE` when a batch is corrupt and nothing stands before it.
   */
  take(position: Position, { maxRecords, checkCrcs }: TakeOptions): FetchedPartition {
    const slices: BatchSlice[] = [];
    let next = position;
    let left = maxRecords;
    for (let chunk = this.#first(); chunk !== undefined && left > 0; chunk = this.#first()) {
      try {
        const batch = chunk.open(checkCrcs);
        const count = Math.min(left, batch?.left ?? 0);
        if (batch !== null && count > 0) slices.push(batch.take(count));
        left -= count;
        next = chunk.advance();
      } catch (error) {
        if (slices.length === 0) throw error;
        break;
      }
    }
    this.#first();
    return new FetchedPartition(this.#partition, slices, next);
  }

  #first(): FetchedChunk | undefined {
    while (this.#chunks[0]?.isEmpty === true) this.#chunks.shift()?.drop();
    return this.#chunks[0];
  }
}
