import { Fraction } from '../statistics/fraction.ts';
import type { WindowOptions } from '../statistics/window-options.ts';

/** Counts what came to run, and what failed before it did. */
export class Startups {
  attempts = 0;
  successes = 0;
  failures = 0;
  readonly #outcomes: Fraction;

  constructor(windows: WindowOptions) {
    this.#outcomes = new Fraction(windows);
  }

  began(): void {
    this.attempts += 1;
  }

  ended(success: boolean, nowMs: number): void {
    if (success) this.successes += 1;
    else this.failures += 1;
    this.#outcomes.record(success, nowMs);
  }

  successShare(nowMs: number): number {
    return this.#outcomes.success(nowMs);
  }

  failureShare(nowMs: number): number {
    return this.#outcomes.failure(nowMs);
  }
}
