import { timerMs } from '../timing/delay.ts';

/** One timer that is moved forward, never back, until it has fired. */
export class DueTimer {
  readonly #onDue: () => void;
  #dueMs = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;

  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Has it fire at this moment of the monotonic clock, or earlier if it is armed for earlier. */
  arm(dueMs: number): void {
    if (dueMs >= this.#dueMs) return;
    this.#cancel();
    this.#dueMs = dueMs;
    const waitMs = dueMs - performance.now();
    if (waitMs <= 0) {
      const immediate = setImmediate(() => this.#fire());
      this.#cancel = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(() => this.#fire(), timerMs(waitMs));
      this.#cancel = () => clearTimeout(timer);
    }
  }

  clear(): void {
    this.#cancel();
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    const dueMs = this.#dueMs;
    this.#dueMs = Number.POSITIVE_INFINITY;
    // Timers count whole milliseconds and may be early by a part of one.
    if (performance.now() < dueMs) this.arm(dueMs);
    else this.#onDue();
  }
}
