/**
 * Keeps what was made for the objects that were seen last, told apart by identity. The one asked for again and again is
 * found at once.
 */
export class IdentityCache<K extends object, T> {
  readonly #make: (key: K) => T;
  readonly #maxKeys: number;
  /** From the one that was not asked for longest to the one asked for last. */
  readonly #made = new Map<K, T>();
  #lastKey: K | null = null;
  #last: T | undefined;

  /**
   * @param make - called when an object is met; what it throws is not kept.
   * @param maxKeys - for how many objects it is kept; 64 by default.
   */
  constructor(make: (key: K) => T, maxKeys = 64) {
    this.#make = make;
    this.#maxKeys = maxKeys;
  }

  /** How many are kept now. */
  get size(): number {
    return this.#made.size;
  }

  /** What was made for the object; made now where it is not there any more. */
  get(key: K): T {
    if (key === this.#lastKey) return this.#last as T;
    const known = this.#made.get(key);
    const made = known !== undefined || this.#made.has(key) ? (known as T) : this.#make(key);
    this.#made.delete(key);
    this.#made.set(key, made);
    this.#forgetOldest();
    this.#lastKey = key;
    this.#last = made;
    return made;
  }

  #forgetOldest(): void {
    if (this.#made.size <= this.#maxKeys) return;
    for (const oldest of this.#made.keys()) {
      this.#made.delete(oldest);
      return;
    }
  }
}
