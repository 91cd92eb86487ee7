import type { WindowOptions } from './window-options.ts';
import { Windowed } from './windowed.ts';

/** Counts for ever, and over the last windows. */
export class Counter {
  total = 0;
  readonly #windowed: Windowed;

  constructor(options: WindowOptions) {
    this.#windowed = new Windowed(options);
  }

  add(amount: number, nowMs: number): void {
    this.total += amount;
    this.#windowed.record(amount, nowMs);
  }

  rate(nowMs: number): number {
    return this.#windowed.rate(nowMs);
  }
}
