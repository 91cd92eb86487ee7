import { iterateBatches, type RecordBatchView } from '@sluice/kafka-protocol';
import type { StoredFile } from '../../storage/storage.ts';
import { readWholeBatch, scanBatches } from './scan-batches.ts';
import { SegmentIndex } from './segment-index.ts';

const rememberedPositions = 32;
const locateBytes = 128 * 1024;

export interface ReadLimits {
  readonly maxBytes: number;
  /** Whether to give one batch even where it is larger than that. */
  readonly atLeastOne: boolean;
  /** The first offset that is not given any more; all that is there when absent. */
  readonly before?: number;
}

export interface TimedOffset {
  readonly offset: number;
  readonly timestamp: number;
}

/** A stretch of a log: one file of record batches, and the index of it. */
export class Segment {
  readonly baseOffset: number;
  readonly index: SegmentIndex;
  readonly #file: StoredFile;
  /** Where readers of late stopped, by offset: most of them go on there. */
  readonly #positions = new Map<number, number>();
  #readers = 0;
  #whenUnread: (() => void) | null = null;

  constructor(baseOffset: number, file: StoredFile, index: SegmentIndex = new SegmentIndex()) {
    this.baseOffset = baseOffset;
    this.index = index;
    this.#file = file;
  }

  get size(): number {
    return this.#file.size;
  }

  /** The batches have their final offsets. */
  async append(batches: readonly RecordBatchView[]): Promise<void> {
    let position = this.#file.size;
    await this.#file.append(batches.map(({ bytes }) => bytes));
    for (const batch of batches) {
      this.index.add(indexed(batch, position));
      position += batch.sizeInBytes;
    }
  }

  /** Whole batches, the first of which holds the offset or is the next after it; null where there is none. */
  read(offset: number, limits: ReadLimits): Promise<Buffer | null> {
    return this.#reading(() => this.#read(offset, limits));
  }

  /** The first record at or after `fromOffset` that is not earlier than the timestamp. */
  findTimestamp(timestamp: number, fromOffset: number): Promise<TimedOffset | null> {
    return this.#reading(() => this.#findTimestamp(timestamp, fromOffset));
  }

  /** Goes through all batches in turn, some at a time. */
  visitAll(visit: (batches: readonly RecordBatchView[]) => Promise<void> | void): Promise<void> {
    return this.#reading(async () => {
      const end = this.#file.size;
      for (let start = 0; start < end;) {
        const batches = [...iterateBatches(await readWholeBatch(this.#file, { start, end }))];
        if (batches.length === 0) return;
        await visit(batches);
        for (const { sizeInBytes } of batches) start += sizeInBytes;
      }
    });
  }

  /** Lets readers finish first. */
  async close(): Promise<void> {
    if (this.#readers > 0) await new Promise<void>((resolve) => (this.#whenUnread = resolve));
    await this.#file.close();
  }

  async #reading<T>(action: () => Promise<T>): Promise<T> {
    this.#readers += 1;
    try {
      return await action();
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#whenUnread?.();
    }
  }

  async #read(
    offset: number,
    { maxBytes, atLeastOne, before = Infinity }: ReadLimits,
  ): Promise<Buffer | null> {
    const end = this.#file.size;
    const start = await this.#positionOf(offset, end);
    if (start >= end) return null;
    const chunk = atLeastOne
      ? await readWholeBatch(this.#file, { start, end, readBytes: maxBytes })
      : await this.#file.read(start, Math.min(maxBytes, end - start));
    let size = 0;
    let nextOffset = offset;
    for (const batch of iterateBatches(chunk)) {
      if (Number(batch.baseOffset) >= before) break;
      size += batch.sizeInBytes;
      nextOffset = Number(batch.lastOffset) + 1;
    }
    this.#remember(nextOffset, start + size);
    return chunk.subarray(0, size);
  }

  async #findTimestamp(timestamp: number, fromOffset: number): Promise<TimedOffset | null> {
    let found: TimedOffset | null = null;
    const start = this.index.positionForTimestamp(timestamp);
    await scanBatches(this.#file, { start, end: this.#file.size }, (batch) => {
      if (Number(batch.maxTimestamp) >= timestamp) found = firstAtOrAfter(batch, { timestamp, fromOffset });
      return found === null;
    });
    return found;
  }

  async #positionOf(offset: number, end: number): Promise<number> {
    const known = this.#positions.get(offset);
    if (known !== undefined) return known;
    const start = this.index.positionForOffset(offset);
    const isBefore = (batch: RecordBatchView): boolean => Number(batch.lastOffset) < offset;
    return scanBatches(this.#file, { start, end, readBytes: locateBytes }, isBefore);
  }

  #remember(offset: number, position: number): void {
    this.#positions.delete(offset);
    this.#positions.set(offset, position);
    for (const oldest of this.#positions.keys()) {
      if (this.#positions.size <= rememberedPositions) break;
      this.#positions.delete(oldest);
    }
  }
}

export function indexed(
  batch: RecordBatchView,
  position: number,
): { baseOffset: number; position: number; maxTimestamp: number } {
  return { baseOffset: Number(batch.baseOffset), position, maxTimestamp: Number(batch.maxTimestamp) };
}

function firstAtOrAfter(
  batch: RecordBatchView,
  { timestamp, fromOffset }: { timestamp: number; fromOffset: number },
): TimedOffset | null {
  const cursor = batch.records();
  while (cursor.next()) {
    const found = { offset: cursor.offsetNumber, timestamp: cursor.timestampNumber };
    if (found.timestamp >= timestamp && found.offset >= fromOffset) return found;
  }
  return null;
}
