import { pause } from './pause.ts';

/** A task that has nothing to hand over comes back from `poll` after this long. */
export const longestWaitMs = 1000;

/** Allows so many records a second, on average since the start; any number when it is negative. */
export class Pace {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #startMs: number;
  #done = 0;

  constructor(perSecond: number, now = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#startMs = now();
  }

  /** How many records may come now, at most `limit`; waits for the first of them. None when it waited long enough. */
  async take(limit: number, signal: AbortSignal): Promise<number> {
    const endMs = this.#now() + longestWaitMs;
    for (;;) {
      if (signal.aborted) return 0;
      const nowMs = this.#now();
      const count = Math.min(limit, this.#due(nowMs));
      if (count > 0) {
        this.#done += count;
        return count;
      }
      if (nowMs >= endMs) return 0;
      const waitMs = Math.min(endMs, this.#nextAtMs()) - nowMs;
      await pause(Math.max(1, Math.ceil(waitMs)), signal);
    }
  }

  /** Record n, from 0, is due n / perSecond after the start. */
  #due(nowMs: number): number {
    if (this.#perSecond < 0) return Infinity;
    return Math.floor(((nowMs - this.#startMs) / 1000) * this.#perSecond) + 1 - this.#done;
  }

  #nextAtMs(): number {
    return this.#startMs + (this.#done / this.#perSecond) * 1000;
  }
}
