interface StartGateOptions {
  /** How many may be starting at a time. */
  readonly atOnce: number;
  /** For how long one that starts keeps others waiting at the most. */
  readonly patienceMs: number;
}

/** Lets a few begin at a time, in the order in which they came, so that what runs already gets its turns in between. */
export class StartGate {
  readonly #options: StartGateOptions;
  readonly #starting = new Map<string, NodeJS.Timeout>();
  readonly #waiting = new Map<string, () => void>();

  constructor(options: StartGateOptions) {
    this.#options = options;
  }

  /** Resolves when it may begin, or is not to begin any more; one of a key at a time. */
  async enter(key: string): Promise<void> {
    if (this.#starting.size < this.#options.atOnce) return this.#admit(key);
    await new Promise<void>((resolve) => this.#waiting.set(key, resolve));
  }

  /** It has begun, for better or for worse, or is not to begin. */
  leave(key: string): void {
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
    const timer = this.#starting.get(key);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#starting.delete(key);
    const [next] = this.#waiting;
    if (next === undefined) return;
    const [nextKey, resolve] = next;
    this.#waiting.delete(nextKey);
    this.#admit(nextKey);
    resolve();
  }

  #admit(key: string): void {
    const timer = setTimeout(() => this.leave(key), this.#options.patienceMs);
    timer.unref();
    this.#starting.set(key, timer);
  }
}
