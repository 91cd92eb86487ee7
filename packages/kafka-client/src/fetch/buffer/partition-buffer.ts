import { iterateBatches } from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import type { AbortedTransactions } from './aborted-transactions.ts';
import { BufferedBatch, type BatchSlice } from './buffered-batch.ts';
import { corrupt, FetchedPartition } from './fetched-records.ts';

/** A part of what was fetched: a batch, or offsets at which there is nothing for the caller. */
interface Entry {
  readonly batch: BufferedBatch | null;
  readonly sizeInBytes: number;
  readonly endOffset: number;
}

export interface FetchedBytes {
  readonly records: Buffer;
  readonly fromOffset: number;
  /** `null` where uncommitted records are read too. */
  readonly aborted: AbortedTransactions | null;
}

export interface TakeOptions {
  readonly maxRecords: number;
  readonly checkCrcs: boolean;
}

/** What was fetched from a partition and not taken yet. */
export class PartitionBuffer {
  readonly #partition: TopicPartition;
  #entries: Entry[] = [];
  #sizeInBytes = 0;

  constructor(partition: TopicPartition) {
    this.#partition = partition;
  }

  get sizeInBytes(): number {
    return this.#sizeInBytes;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  clear(): void {
    this.#entries = [];
    this.#sizeInBytes = 0;
  }

  /** Returns where the next fetch goes on. Throws ProtocolError where the bytes are no batches. */
  add({ records, fromOffset, aborted }: FetchedBytes): number {
    let nextOffset = fromOffset;
    for (const view of iterateBatches(records)) {
      const endOffset = Number(view.lastOffset) + 1;
      if (endOffset <= fromOffset) continue;
      const isHidden = aborted === null ? view.isControl : aborted.hides(view);
      const batch = isHidden ? null : new BufferedBatch(view, fromOffset);
      this.#entries.push({ batch, sizeInBytes: view.sizeInBytes, endOffset });
      this.#sizeInBytes += view.sizeInBytes;
      nextOffset = endOffset;
    }
    return nextOffset;
  }

  /**
   * Takes records; the offset to go on at moves even where there are none to take.
   * @throws KafkaError `CORRUPT_MESSAGE` when a batch is corrupt and nothing stands before it.
   */
  take(position: number, { maxRecords, checkCrcs }: TakeOptions): FetchedPartition {
    const slices: BatchSlice[] = [];
    let nextOffset = position;
    let left = maxRecords;
    for (let [entry] = this.#entries; entry !== undefined && left > 0; [entry] = this.#entries) {
      const { batch } = entry;
      if (batch !== null && batch.left > 0) {
        if (checkCrcs && !batch.isIntact()) {
          if (slices.length > 0) break;
          throw corrupt(this.#partition, { batch, start: 0, count: 0 });
        }
        const count = Math.min(left, batch.left);
        slices.push(batch.take(count));
        left -= count;
      }
      nextOffset = batch?.nextOffset ?? entry.endOffset;
      if (batch === null || batch.left === 0) this.#shift(entry);
    }
    return new FetchedPartition(this.#partition, slices, nextOffset);
  }

  #shift(entry: Entry): void {
    this.#entries.shift();
    this.#sizeInBytes -= entry.sizeInBytes;
  }
}
