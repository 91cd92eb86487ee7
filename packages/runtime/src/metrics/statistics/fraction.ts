import type { WindowOptions } from './window-options.ts';
import { Windowed } from './windowed.ts';

/** Which share of the attempts in the last windows succeeded. */
export class Fraction {
  readonly #attempts: Windowed;

  constructor(options: WindowOptions) {
    this.#attempts = new Windowed(options);
  }

  record(success: boolean, nowMs: number): void {
    this.#attempts.record(success ? 1 : 0, nowMs);
  }

  /** 0 without attempts, and so is the failure. */
  success(nowMs: number): number {
    return this.#attempts.sum(nowMs) / Math.max(1, this.#attempts.events(nowMs));
  }

  failure(nowMs: number): number {
    const events = this.#attempts.events(nowMs);
    return (events - this.#attempts.sum(nowMs)) / Math.max(1, events);
  }
}
