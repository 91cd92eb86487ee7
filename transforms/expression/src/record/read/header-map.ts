import type { Headers } from '@sluice/connect-api';
import { MadeMap, type MapValue } from '../../language/values/map-value.ts';
import type { Value } from '../../language/values/value.ts';
import type { ValueReader } from './value-reader.ts';

/** The headers of a record by their keys; where several have the same key, the last of them. */
export class HeaderMap implements MapValue {
  readonly kind = 'map';
  readonly #headers: Headers;
  readonly #reader: ValueReader;

  constructor(headers: Headers, reader: ValueReader) {
    this.#headers = headers;
    this.#reader = reader;
  }

  get size(): number {
    return this.#keys().size;
  }

  get(key: Value): Value | undefined {
    const header = typeof key === 'string' ? this.#headers.lastWithName(key) : null;
    return header === null ? undefined : this.#reader.readOf(header.schema)(header.value);
  }

  has(key: Value): boolean {
    return typeof key === 'string' && this.#headers.lastWithName(key) !== null;
  }

  keys(): Iterable<Value> {
    return this.#keys();
  }

  #keys(): ReadonlySet<string> {
    return new Set(Array.from(this.#headers, ({ key }) => key));
  }
}

/** The headers of a record that has none. */
export const noHeaders: MapValue = new MadeMap(new Map());
