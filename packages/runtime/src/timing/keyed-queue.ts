/** Carries out actions of the same key one after the other, those of different keys side by side. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the action after those of the key that came before; their failures do not matter to it. */
  run<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(action);
    const settled: Promise<unknown> = result
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return result;
  }

  /** Resolves when everything that was asked for so far is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
