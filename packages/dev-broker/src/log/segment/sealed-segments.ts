import type { Storage } from '../../storage/storage.ts';
import type { SegmentPlace } from './open-segment.ts';
import { segmentPaths } from './segment-files.ts';
import { lastIndexWhere } from './segment-index.ts';
import type { SegmentPool } from './segment-pool.ts';
import { finishSwap, startSwap } from './segment-swap.ts';
import type { Segment } from './segment.ts';

export interface SealedPlace {
  readonly storage: Storage;
  readonly folder: string;
  readonly pool: SegmentPool;
}

/** A sealed segment as far as housekeeping looks at it. */
export interface SealedSegmentFacts {
  readonly baseOffset: number;
  readonly size: number;
  readonly maxTimestamp: number;
}

/** The segments of a log to which nothing is added any more, oldest first. They are opened when they are used. */
export class SealedSegments {
  readonly #place: SealedPlace;
  #offsets: number[];
  #swap: Promise<void> | null = null;

  constructor(place: SealedPlace, offsets: readonly number[]) {
    this.#place = place;
    this.#offsets = [...offsets];
  }

  get first(): number | undefined {
    return this.#offsets[0];
  }

  get count(): number {
    return this.#offsets.length;
  }

  get baseOffsets(): readonly number[] {
    return this.#offsets;
  }

  add(baseOffset: number): void {
    this.#offsets.push(baseOffset);
  }

  /** Those in which the offset or later ones may be. */
  from(offset: number): readonly number[] {
    return this.#offsets.slice(
      Math.max(
        0,
        lastIndexWhere(this.#offsets, (each) => each <= offset),
      ),
    );
  }

  /** The segment stays open at least until `action` is done with it. */
  async use<T>(baseOffset: number, action: (segment: Segment) => Promise<T> | T): Promise<T> {
    await this.#swap;
    return this.#place.pool.use(this.#placeOf(baseOffset), action);
  }

  /** Of all of them, in order. */
  async facts(): Promise<SealedSegmentFacts[]> {
    const facts: SealedSegmentFacts[] = [];
    for (const baseOffset of this.#offsets) {
      facts.push(
        await this.use(baseOffset, ({ size, index }) => ({
          baseOffset,
          size,
          maxTimestamp: index.maxTimestamp,
        })),
      );
    }
    return facts;
  }

  async removeOldest(count: number): Promise<void> {
    const { storage, folder, pool } = this.#place;
    for (const baseOffset of this.#offsets.splice(0, count)) {
      const paths = segmentPaths(folder, baseOffset);
      await pool.drop(this.#placeOf(baseOffset));
      await storage.remove(paths.checkpoint);
      await storage.remove(paths.log);
    }
  }

  /** Puts the cleaned segment that was written under the first offset in the place of all of these. */
  async replace(replaced: readonly number[]): Promise<void> {
    const [first] = replaced;
    if (first === undefined) return;
    const { storage, folder } = this.#place;
    await startSwap(storage, folder, first);
    this.#swap = this.#finishReplacing(first, replaced);
    await this.#swap;
    this.#swap = null;
  }

  async dropAll(): Promise<void> {
    for (const baseOffset of this.#offsets) await this.#place.pool.drop(this.#placeOf(baseOffset));
  }

  async #finishReplacing(first: number, replaced: readonly number[]): Promise<void> {
    const { storage, folder, pool } = this.#place;
    for (const baseOffset of replaced) await pool.drop(this.#placeOf(baseOffset));
    await finishSwap(storage, folder, { first, replaced });
    this.#offsets = this.#offsets.filter((each) => each === first || !replaced.includes(each));
  }

  #placeOf(baseOffset: number): SegmentPlace {
    const { storage, folder } = this.#place;
    return { storage, folder, baseOffset };
  }
}
