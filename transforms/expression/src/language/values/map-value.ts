import { Uint } from './uint.ts';
import type { Value } from './value.ts';

/** A map, whatever it is kept in: also a struct. */
export interface MapValue {
  readonly kind: 'map';
  readonly size: number;
  /** The value of a key; `undefined` when it is not there. Numbers are keys by their value, not their type. */
  get(key: Value): Value | undefined;
  /** What `has` tells of the key. */
  has(key: Value): boolean;
  keys(): Iterable<Value>;
}

/** A key as maps look it up; `null` for what can be no key. */
export function lookupKey(key: Value): string | boolean | bigint | null {
  switch (typeof key) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return key;
    case 'number':
      return Number.isInteger(key) ? BigInt(key) : null;
    default:
      return key instanceof Uint ? key.value : null;
  }
}

/** A map that an expression has made. */
export class MadeMap implements MapValue {
  readonly kind = 'map';
  readonly #entries: ReadonlyMap<string | boolean | bigint, readonly [key: Value, value: Value]>;

  /** @param entries - by what {@link lookupKey} makes of the key. */
  constructor(entries: ReadonlyMap<string | boolean | bigint, readonly [key: Value, value: Value]>) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    const found = lookupKey(key);
    return found === null ? undefined : this.#entries.get(found)?.[1];
  }

  has(key: Value): boolean {
    const found = lookupKey(key);
    return found !== null && this.#entries.has(found);
  }

  *keys(): Iterable<Value> {
    for (const [key] of this.#entries.values()) yield key;
  }
}

/** Whether the value is a map. */
export function isMap(value: Value): value is MapValue {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'map';
}
