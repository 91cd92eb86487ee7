import type { HistogramValue } from '../declare/metric-declaration.ts';
import type { WindowOptions } from './window-options.ts';
import { Windowed } from './windowed.ts';

/**
 * How long ago records were stamped, taken batch by batch. A batch whose records all belong into one bucket, as most do,
 * is counted as a whole; else each record's bucket is found by the logarithm of its age.
 */
export class Latency {
  readonly #counts: number[];
  #sumMs = 0;
  readonly #batches: Windowed;
  readonly #longest: Windowed;

  /** @param buckets - how many powers of two, from 1 ms, bound a bucket. */
  constructor(options: WindowOptions, buckets: number) {
    this.#counts = Array.from({ length: buckets + 1 }, () => 0);
    this.#batches = new Windowed(options);
    this.#longest = new Windowed(options);
  }

  /**
   * @param stampOf - when a record was stamped, by the clock of the epoch; `null` or less than 0 when it was not.
   * @param clocks - now, by the clock of the epoch and by that of the windows.
   */
  record<T>(batch: readonly T[], stampOf: (record: T) => number | null, { epochMs, nowMs }: Clocks): void {
    let count = 0;
    let sum = 0;
    let oldest = Infinity;
    let newest = -Infinity;
    for (const record of batch) {
      const stamp = stampOf(record);
      if (stamp === null || stamp < 0) continue;
      count += 1;
      sum += stamp;
      if (stamp < oldest) oldest = stamp;
      if (stamp > newest) newest = stamp;
    }
    if (count === 0) return;
    const totalMs = epochMs * count - sum;
    this.#sumMs += totalMs;
    this.#batches.record(totalMs / count, nowMs);
    this.#longest.record(epochMs - oldest, nowMs);
    const bucket = this.#bucketOf(epochMs - oldest);
    if (bucket === this.#bucketOf(epochMs - newest)) this.#add(bucket, count);
    else this.#addEach(batch, stampOf, epochMs);
  }

  histogram(): HistogramValue {
    return { counts: [...this.#counts], sum: this.#sumMs };
  }

  maxMs(nowMs: number): number {
    return this.#longest.max(nowMs);
  }

  avgMs(nowMs: number): number {
    return this.#batches.avg(nowMs);
  }

  #addEach<T>(batch: readonly T[], stampOf: (record: T) => number | null, epochMs: number): void {
    for (const record of batch) {
      const stamp = stampOf(record);
      if (stamp !== null && stamp >= 0) this.#add(this.#bucketOf(epochMs - stamp), 1);
    }
  }

  #add(bucket: number, count: number): void {
    this.#counts[bucket] = (this.#counts[bucket] as number) + count;
  }

  /** The first whose bound, a power of two, is not less; clocks that disagree make ages below 0. */
  #bucketOf(ageMs: number): number {
    if (ageMs <= 1) return 0;
    const last = this.#counts.length - 1;
    return ageMs > 2 ** (last - 1) ? last : 32 - Math.clz32(Math.ceil(ageMs) - 1);
  }
}

/** Now, as two clocks have it. */
export interface Clocks {
  readonly epochMs: number;
  /** Of a clock that never goes back. */
  readonly nowMs: number;
}
