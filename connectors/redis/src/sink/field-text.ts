import {
  formatJavaText,
  isDecimal,
  isStruct,
  logicalTypeOf,
  nameField,
  type Schema,
  type SinkRecord,
  type Struct,
} from '@sluice/connect-api';
import { compileJson, type JsonEncoder } from '@sluice/connector-json';
import type { TextEncoding } from '../config/charset.ts';
import type { Argument } from '../connection/command.ts';
import { impossible } from './impossible.ts';

/** The fields of a record's value, as the commands of hashes and streams take them. */
export interface RecordFields {
  /** Names and values in turn; nulls are left out. */
  readonly present: Argument[];
  /** The names of those that are null. */
  readonly absent: Argument[];
}

/** JSON with decimals as numbers, compiled once for each schema. */
export class JsonTexts {
  readonly #encoders = new WeakMap<Schema, JsonEncoder>();
  readonly #schemaless = compileJson(null, { decimalFormat: 'NUMERIC', path: '' });

  of(schema: Schema | null, value: unknown): string {
    if (schema === null) return this.#schemaless(value);
    let encoder = this.#encoders.get(schema);
    if (encoder === undefined) {
      encoder = compileJson(schema, { decimalFormat: 'NUMERIC', path: '' });
      this.#encoders.set(schema, encoder);
    }
    return encoder(value);
  }
}

/** Beyond so many they may be data. */
const maxNames = 1000;

/** Makes texts of the fields of values. */
export class FieldTexts {
  readonly #encode: TextEncoding;
  readonly #json: JsonTexts;
  readonly #names = new Map<string, Argument>();

  constructor(encode: TextEncoding, json: JsonTexts) {
    this.#encode = encode;
    this.#json = json;
  }

  /** @throws DataError when the value has no fields, naming the field that is at fault. */
  of({ value, valueSchema }: SinkRecord): RecordFields {
    const fields: RecordFields = { present: [], absent: [] };
    if (isStruct(value)) this.#addStruct(fields, value);
    else if (value instanceof Map) this.#addMap(fields, value, valueSchema?.valueSchema ?? null);
    else throw impossible('The value is no struct or map, so that it has no fields');
    if (fields.present.length === 0 && fields.absent.length === 0) {
      throw impossible('The value has no field, and Redis keeps nothing without one');
    }
    return fields;
  }

  #addStruct(fields: RecordFields, struct: Struct): void {
    for (const { name, index, schema } of struct.schema.fields) {
      const value = struct.getAt(index) ?? schema.defaultValue ?? null;
      try {
        if (value === null) fields.absent.push(this.#nameOf(name));
        else fields.present.push(this.#nameOf(name), this.#text(value, schema));
      } catch (error) {
        throw nameField(error, name);
      }
    }
  }

  #addMap(fields: RecordFields, map: ReadonlyMap<unknown, unknown>, schema: Schema | null): void {
    for (const [key, value] of map) {
      const name = typeof key === 'string' ? key : formatJavaText(key);
      try {
        if (value === null || value === undefined) fields.absent.push(this.#nameOf(name));
        else fields.present.push(this.#nameOf(name), this.#text(value, schema));
      } catch (error) {
        throw nameField(error, name);
      }
    }
  }

  /** Names come again and again. */
  #nameOf(name: string): Argument {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const encoded = this.#encode(name);
    if (this.#names.size < maxNames) this.#names.set(name, encoded);
    return encoded;
  }

  #text(value: unknown, schema: Schema | null): Argument {
    if (typeof value === 'string') return this.#encode(value);
    if (Buffer.isBuffer(value)) return value;
    if (isPlain(value, schema)) return this.#encode(formatJavaText(value, schema));
    return this.#encode(this.#json.of(schema, value));
  }
}

/** Numbers, decimals and booleans: their text is the same wherever they are. Instants and what has parts is JSON. */
function isPlain(value: unknown, schema: Schema | null): boolean {
  if (typeof value !== 'object') return true;
  if (isDecimal(value)) return true;
  return (
    !(value instanceof Map) &&
    !Array.isArray(value) &&
    !isStruct(value) &&
    (schema === null || logicalTypeOf(schema) === null) &&
    !(value instanceof Date)
  );
}
