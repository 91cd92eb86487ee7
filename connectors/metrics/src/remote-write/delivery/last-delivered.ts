import { hash } from 'node:crypto';

const maxSeries = 250_000;

/**
 * Until when each series was delivered by this task, by a hash of the series: tells a sample that came too late from one
 * that comes again. Of many more series than it holds, it forgets those not heard of for longest.
 */
export class LastDelivered {
  readonly #timesMs = new Map<string, number>();
  readonly #maxSeries: number;

  constructor(limit = maxSeries) {
    this.#maxSeries = limit;
  }

  /** `null` where this task delivered nothing of the series, or forgot. */
  timeOf(series: string): number | null {
    return this.#timesMs.get(shortOf(series)) ?? null;
  }

  note(series: string, timestampMs: number): void {
    const short = shortOf(series);
    const knownMs = this.#timesMs.get(short) ?? timestampMs;
    this.#timesMs.delete(short);
    this.#timesMs.set(short, Math.max(knownMs, timestampMs));
    if (this.#timesMs.size <= this.#maxSeries) return;
    const oldest = this.#timesMs.keys().next();
    if (oldest.done !== true) this.#timesMs.delete(oldest.value);
  }
}

function shortOf(series: string): string {
  return hash('sha1', series, 'base64').slice(0, 12);
}
