const secondMs = 1000;
const windowSeconds = 60;

/** Counts tolerated errors over the last minute, second by second. */
export class ToleratedErrors {
  readonly #max: number;
  readonly #now: () => number;
  readonly #counts: number[] = Array.from({ length: windowSeconds }, () => 0);
  #second: number;
  #total = 0;

  /** @param max - how many errors a minute may have; negative for any number. */
  constructor(max: number, now: () => number = () => performance.now()) {
    this.#max = max;
    this.#now = now;
    this.#second = this.#currentSecond();
  }

  /** Counts an error; true when it is one too many. */
  isTooMany(): boolean {
    if (this.#max < 0) return false;
    this.#moveOn();
    const slot = this.#second % windowSeconds;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#total += 1;
    return this.#total > this.#max;
  }

  /** Forgets the seconds that are more than a minute ago. */
  #moveOn(): void {
    const now = this.#currentSecond();
    const passed = Math.min(now - this.#second, windowSeconds);
    for (let step = 1; step <= passed; step++) {
      const slot = (this.#second + step) % windowSeconds;
      this.#total -= this.#counts[slot] ?? 0;
      this.#counts[slot] = 0;
    }
    this.#second = now;
  }

  #currentSecond(): number {
    return Math.floor(this.#now() / secondMs);
  }
}
