import type { Schema } from '@sluice/connect-api';
import { lookupKey, type MapValue } from '../../language/values/map-value.ts';
import type { Value } from '../../language/values/value.ts';
import type { Read } from './read.ts';

/** How a map is read. */
export interface MapReaders {
  readonly key: Read;
  readonly value: Read;
}

/** A map of a record. Its values are read when they are asked for. */
export class ConnectMap implements MapValue {
  readonly kind = 'map';
  readonly map: ReadonlyMap<unknown, unknown>;
  /** `null` for a map without schema. */
  readonly schema: Schema | null;
  readonly #readers: MapReaders;

  constructor(map: ReadonlyMap<unknown, unknown>, schema: Schema | null, readers: MapReaders) {
    this.map = map;
    this.schema = schema;
    this.#readers = readers;
  }

  get size(): number {
    return this.map.size;
  }

  get(key: Value): Value | undefined {
    const { map } = this;
    const raw = this.#rawKeyOf(key);
    const value = map.get(raw);
    return value === undefined && !map.has(raw) ? undefined : this.#readers.value(value);
  }

  has(key: Value): boolean {
    return this.map.has(this.#rawKeyOf(key));
  }

  *keys(): Iterable<Value> {
    for (const key of this.map.keys()) yield this.#readers.key(key);
  }

  /** Integers may be in a map as numbers of either kind. */
  #rawKeyOf(key: Value): unknown {
    if (typeof key === 'string') return key;
    const found = lookupKey(key);
    if (typeof found !== 'bigint') return found ?? noKey;
    const plain = Number(found);
    return Number.isSafeInteger(plain) && this.map.has(plain) ? plain : found;
  }
}

/** A key that no map has. */
const noKey = Symbol('no key');
