import { isStruct, logicalTypeOf, type Schema, type SchemaType, type Struct } from '@sluice/connect-api';
import type { Value } from '../../language/values/value.ts';
import { ConnectList } from './connect-list.ts';
import { ConnectMap } from './connect-map.ts';
import type { Read } from './read.ts';
import {
  readBoolean,
  readBytes,
  readDecimal,
  readDouble,
  readInstant,
  readInteger,
  readPlain,
  readString,
  readTimeOfDay,
} from './read-primitive.ts';
import { StructReader } from './struct-reader.ts';
import { StructValue } from './struct-value.ts';

const primitives: Readonly<Partial<Record<SchemaType, Read>>> = {
  INT8: readInteger,
  INT16: readInteger,
  INT32: readInteger,
  INT64: readInteger,
  FLOAT32: readDouble,
  FLOAT64: readDouble,
  BOOLEAN: readBoolean,
  STRING: readString,
  BYTES: readBytes,
};

const logicalTypes = { Decimal: readDecimal, Date: readInstant, Time: readTimeOfDay, Timestamp: readInstant };

/** Makes values of the language of those of records, by their schema or by what they are. */
export class ValueReader {
  readonly #appliesDefaults: boolean;
  /** As long as somebody else holds the schemas. */
  readonly #structReaders = new WeakMap<Schema, StructReader>();
  readonly #reads = new WeakMap<Schema, Read>();

  /** @param appliesDefaults - whether fields of structs that are null are read as their default. */
  constructor(appliesDefaults: boolean) {
    this.#appliesDefaults = appliesDefaults;
  }

  /** Reads a value that has no schema. */
  readonly readWithoutSchema: Read = (raw) => {
    if (raw === null || raw === undefined) return null;
    if (typeof raw !== 'object') return readPlain(raw);
    if (raw instanceof Map) return new ConnectMap(raw, null, this.#withoutSchema);
    if (Array.isArray(raw)) return new ConnectList(raw as unknown[], null, this.readWithoutSchema);
    return isStruct(raw) ? this.#structValue(raw) : readPlain(raw);
  };

  readonly #withoutSchema = { key: this.readWithoutSchema, value: this.readWithoutSchema };

  /** What reads the values of a schema. */
  readonly readOf = (schema: Schema | null): Read => {
    if (schema === null) return this.readWithoutSchema;
    let read = this.#reads.get(schema);
    if (read === undefined) {
      const present = this.#readPresent(schema);
      read = (raw) => (raw === null || raw === undefined ? null : present(raw));
      this.#reads.set(schema, read);
    }
    return read;
  };

  #readPresent(schema: Schema): Read {
    const logicalType = logicalTypeOf(schema);
    if (logicalType !== null) return logicalTypes[logicalType];
    switch (schema.type) {
      case 'ARRAY':
        return this.#readArray(schema);
      case 'MAP':
        return this.#readMap(schema);
      case 'STRUCT':
        return (raw) => this.#structValue(raw as Struct);
      default:
        return primitives[schema.type] ?? this.readWithoutSchema;
    }
  }

  #readArray(schema: Schema): Read {
    const item = this.readOf(schema.valueSchema);
    return (raw) => new ConnectList(raw as unknown[], schema, item);
  }

  #readMap(schema: Schema): Read {
    const readers = { key: this.readOf(schema.keySchema), value: this.readOf(schema.valueSchema) };
    return (raw) => new ConnectMap(raw as Map<unknown, unknown>, schema, readers);
  }

  #structValue(struct: Struct): Value {
    const { schema } = struct;
    let reader = this.#structReaders.get(schema);
    if (reader === undefined) {
      reader = new StructReader(schema, { appliesDefaults: this.#appliesDefaults, readOf: this.readOf });
      this.#structReaders.set(schema, reader);
    }
    return new StructValue(struct, reader);
  }
}
