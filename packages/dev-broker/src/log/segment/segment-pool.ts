import { openSealedSegment, type SegmentPlace } from './open-segment.ts';
import { segmentPaths } from './segment-files.ts';
import type { Segment } from './segment.ts';

const maxOpenSegments = 64;

interface PooledSegment {
  readonly segment: Promise<Segment>;
  users: number;
}

/** Sealed segments that were read of late: so many files and indexes are open at most, however large the logs are. */
export class SegmentPool {
  readonly #open = new Map<string, PooledSegment>();

  /** The segment stays open at least until `action` is done with it. */
  async use<T>(place: SegmentPlace, action: (segment: Segment) => Promise<T> | T): Promise<T> {
    const pooled = this.#take(place);
    pooled.users += 1;
    try {
      return await action(await pooled.segment);
    } finally {
      pooled.users -= 1;
      await this.#shrink();
    }
  }

  async drop(place: SegmentPlace): Promise<void> {
    const key = keyOf(place);
    const pooled = this.#open.get(key);
    this.#open.delete(key);
    await (await pooled?.segment)?.close();
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map(async ({ segment }) => (await segment).close()));
  }

  #take(place: SegmentPlace): PooledSegment {
    const key = keyOf(place);
    const pooled = this.#open.get(key) ?? this.#opening(key, place);
    // The map is in the order of use.
    this.#open.delete(key);
    this.#open.set(key, pooled);
    return pooled;
  }

  #opening(key: string, place: SegmentPlace): PooledSegment {
    const segment = openSealedSegment(place);
    segment.catch(() => this.#open.delete(key));
    return { segment, users: 0 };
  }

  async #shrink(): Promise<void> {
    for (const [key, { segment, users }] of this.#open) {
      if (this.#open.size <= maxOpenSegments) return;
      if (users > 0) continue;
      this.#open.delete(key);
      await (await segment).close();
    }
  }
}

function keyOf({ folder, baseOffset }: SegmentPlace): string {
  return segmentPaths(folder, baseOffset).log;
}
