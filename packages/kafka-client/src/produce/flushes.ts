interface Flush {
  readonly through: number;
  remaining: number;
  readonly done: () => void;
}

/** Counts the batches that are not settled, for those who wait for some of them. */
export class Flushes {
  #flushes: Flush[] = [];
  #unsettled = 0;

  get unsettled(): number {
    return this.#unsettled;
  }

  /** Batches up to this number became `count` more. */
  added(number: number, count: number): void {
    this.#unsettled += count;
    for (const flush of this.#flushes) if (number <= flush.through) flush.remaining += count;
  }

  settled(number: number): void {
    this.added(number, -1);
    if (!this.#flushes.some(({ remaining }) => remaining === 0)) return;
    const done = this.#flushes.filter(({ remaining }) => remaining === 0);
    this.#flushes = this.#flushes.filter(({ remaining }) => remaining > 0);
    for (const flush of done) flush.done();
  }

  /** Resolves when all batches begun so far, up to this number, are settled. */
  wait(through: number): Promise<void> {
    if (this.#unsettled === 0) return Promise.resolve();
    return new Promise((done) => {
      this.#flushes.push({ through, remaining: this.#unsettled, done });
    });
  }
}
