/** Numbers that look random and are the same for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From `low` to below `high`. */
  between(low: number, high: number): number {
    return low + this.#next() * (high - low);
  }

  /** One of a list that is not empty. */
  oneOf<T>(list: readonly T[]): T {
    return list[Math.floor(this.between(0, list.length))] as T;
  }

  /** The same in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const places = list.map((item) => ({ item, place: this.#next() }));
    return places.sort((left, right) => left.place - right.place).map(({ item }) => item);
  }

  /** From 0 to below 1; the generator is mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The seed of this run: SLUICE_CHAOS_SEED, or always the same. */
export function chaosSeed(): number {
  const text = process.env['SLUICE_CHAOS_SEED'] ?? '20260';
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new Error(`SLUICE_CHAOS_SEED must be a whole number, not "${text}"`);
  return seed;
}
