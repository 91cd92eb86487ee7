import { logicalTypeOf, schemaEquals, Struct, type Schema } from '@sluice/connect-api';
import type { Evaluation } from '../../language/evaluate/evaluation.ts';
import { failure } from '../../language/evaluate/evaluation-failure.ts';
import { isList } from '../../language/values/list-value.ts';
import { isMap, type MapValue } from '../../language/values/map-value.ts';
import type { Value } from '../../language/values/value.ts';
import { ConnectList } from '../read/connect-list.ts';
import { ConnectMap } from '../read/connect-map.ts';
import { StructValue } from '../read/struct-value.ts';
import { spendOnCopy } from './spend-on-copy.ts';
import {
  dateWrite,
  decimalWrite,
  misfit,
  primitiveWrites,
  timestampWrite,
  timeWrite,
} from './write-primitive.ts';
import { writeWithoutSchema } from './write-without-schema.ts';
import type { Write } from './write.ts';

/** What makes the values of a schema. What comes from a record with that schema stays as it is. */
export function writeOf(schema: Schema | null): Write {
  if (schema === null) return writeWithoutSchema;
  const present = writePresent(schema);
  return (value, at) => {
    if (value !== null) return present(value, at);
    if (schema.optional || (schema.defaultValue ?? null) !== null) return null;
    throw failure('null does not fit a schema that is required');
  };
}

function writePresent(schema: Schema): Write {
  switch (logicalTypeOf(schema)) {
    case 'Decimal':
      return decimalWrite(schema);
    case 'Date':
      return dateWrite;
    case 'Time':
      return timeWrite;
    case 'Timestamp':
      return timestampWrite;
    case null:
      return writeByType(schema);
  }
}

function writeByType(schema: Schema): Write {
  switch (schema.type) {
    case 'ARRAY':
      return arrayWrite(schema);
    case 'MAP':
      return mapWrite(schema);
    case 'STRUCT':
      return structWrite(schema);
    default:
      return primitiveWrites[schema.type];
  }
}

function arrayWrite(schema: Schema): Write {
  const item = writeInside(schema.valueSchema);
  return (value, at) => {
    if (!isList(value)) throw misfit(value, 'an ARRAY');
    if (value instanceof ConnectList && schemaEquals(value.schema, schema)) return value.array;
    at.spend(value.size);
    const array: unknown[] = [];
    for (let index = 0; index < value.size; index += 1) array.push(item(value.at(index), at));
    return array;
  };
}

function mapWrite(schema: Schema): Write {
  const writes = { key: writeOf(schema.keySchema), value: writeInside(schema.valueSchema) };
  return (value, at) => {
    if (!isMap(value)) throw misfit(value, 'a MAP');
    if (value instanceof ConnectMap && schemaEquals(value.schema, schema)) return value.map;
    at.spend(value.size);
    const map = new Map<unknown, unknown>();
    for (const key of value.keys()) map.set(writes.key(key, at), writes.value(value.get(key) ?? null, at));
    return map;
  };
}

/** Compiled when the first struct is made: a schema may be inside itself. */
class StructWriter {
  readonly #schema: Schema;
  readonly #fields: readonly FieldWriter[];
  readonly #names: ReadonlySet<Value>;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#fields = schema.fields.map(({ index, name, schema: own }) => ({
      index,
      name,
      write: writeInside(own),
    }));
    this.#names = new Set(this.#fields.map(({ name }) => name));
  }

  write(map: MapValue, at: Evaluation): Struct {
    at.spend(map.size + this.#fields.length);
    for (const key of map.keys()) {
      if (!this.#names.has(key))
        throw failure(`the struct has no field '${typeof key === 'string' ? key : '?'}'`);
    }
    const struct = new Struct(this.#schema);
    for (const { index, name, write } of this.#fields) {
      const written = write(map.get(name) ?? null, at);
      // A field that is null is not set: so it may have a default.
      if (written !== null) struct.putAt(index, written);
    }
    return struct;
  }
}

interface FieldWriter {
  readonly index: number;
  readonly name: string;
  readonly write: Write;
}

function structWrite(schema: Schema): Write {
  let writer: StructWriter | null = null;
  return (value, at) => {
    if (!isMap(value)) throw misfit(value, 'a STRUCT');
    if (value instanceof StructValue && schemaEquals(value.struct.schema, schema)) return value.struct;
    writer ??= new StructWriter(schema);
    return writer.write(value, at);
  };
}

/** What makes a value that is part of one that is made. */
function writeInside(schema: Schema | null): Write {
  const write = writeOf(schema);
  return (value, at) => {
    spendOnCopy(value, at);
    return write(value, at);
  };
}
