import type { Struct } from '@sluice/connect-api';
import type { MapValue } from '../../language/values/map-value.ts';
import type { Value } from '../../language/values/value.ts';
import type { StructReader } from './struct-reader.ts';

/** A struct of a record: a map by the names of its fields. Fields are read when they are asked for. */
export class StructValue implements MapValue {
  readonly kind = 'map';
  readonly struct: Struct;
  readonly #reader: StructReader;

  constructor(struct: Struct, reader: StructReader) {
    this.struct = struct;
    this.#reader = reader;
  }

  get size(): number {
    return this.struct.schema.fields.length;
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#reader.read(this.struct, key) : undefined;
  }

  /** Whether there is such a field and it is not null. */
  has(key: Value): boolean {
    return typeof key === 'string' && this.#reader.hasValue(this.struct, key);
  }

  *keys(): Iterable<Value> {
    for (const { name } of this.struct.schema.fields) yield name;
  }
}
