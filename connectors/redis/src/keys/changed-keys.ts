/** About what a key in it takes up beside its bytes. */
const overhead = 100;

/** The keys that are to be read, each once, in the order in which they were first named. */
export class ChangedKeys {
  readonly #maxBytes: number;
  readonly #keys = new Map<string, Buffer>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Gives false when there is no room for it. */
  add(key: Buffer): boolean {
    const identity = key.toString('latin1');
    if (this.#keys.has(identity)) return true;
    if (this.#bytes + key.length + overhead > this.#maxBytes) return false;
    this.#keys.set(identity, key);
    this.#bytes += key.length + overhead;
    return true;
  }

  /** Takes out the first ones, at most so many. */
  take(count: number): Buffer[] {
    const taken: Buffer[] = [];
    for (const [identity, key] of this.#keys) {
      if (taken.length >= count) break;
      taken.push(key);
      this.#keys.delete(identity);
      this.#bytes -= key.length + overhead;
    }
    return taken;
  }
}
