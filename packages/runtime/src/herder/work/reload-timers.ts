import type { Lifetime } from '../../config/providers/config-resolver.ts';
import { longestTimerMs } from '../../timing/longest-timer.ts';

/** A value that is never good would have its connector restart without end. */
const shortestLifetimeMs = 1000;

/** Waits until values that a connector uses are not good any more. */
export class ReloadTimers {
  readonly #onExpiry: () => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param onExpiry - called for each source whose values ran out. */
  constructor(onExpiry: () => void) {
    this.#onExpiry = onExpiry;
  }

  /** Newer lifetimes of a source take the place of older ones. */
  schedule(lifetimes: readonly Lifetime[]): void {
    for (const { source, ttlMs } of lifetimes) this.#wait(source, Math.max(ttlMs, shortestLifetimeMs));
  }

  cancel(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #wait(source: string, delayMs: number): void {
    clearTimeout(this.#timers.get(source));
    const timer = setTimeout(
      () => {
        this.#timers.delete(source);
        if (delayMs > longestTimerMs) this.#wait(source, delayMs - longestTimerMs);
        else this.#onExpiry();
      },
      Math.min(delayMs, longestTimerMs),
    );
    this.#timers.set(source, timer);
  }
}
