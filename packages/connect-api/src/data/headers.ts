import { DataError } from '../errors/data-errors.ts';
import { formatJavaText } from './java/java-text.ts';
import { DateSchema } from './logical/date-schema.ts';
import { DecimalSchema } from './logical/decimal-schema.ts';
import { TimeSchema } from './logical/time-schema.ts';
import { TimestampSchema } from './logical/timestamp-schema.ts';
import type { Decimal } from './numbers/decimal.ts';
import type { Schema, SchemaType } from './schema.ts';
import { optionalSchemas, schemas } from './schemas/ready-schemas.ts';
import { schemaEquals } from './schemas/schema-equality.ts';
import { formatSchema } from './schemas/schema-text.ts';
import { isStruct, type Struct } from './struct/struct.ts';
import { fitOf, fitOfType, misfit } from './validation/fit.ts';
import { valueEquals } from './value-equality.ts';

/** One header of a record. Immutable. */
export interface Header {
  readonly key: string;
  /** `null` for a value without schema; of a struct put in without one, the struct's own. */
  readonly schema: Schema | null;
  readonly value: unknown;
}

/** The headers of a record: in order, keys may repeat. */
export interface Headers extends Iterable<Header> {
  readonly size: number;
  isEmpty(): boolean;
  /**
   * Appends a header. With a schema the value must have its type (or be what encodes a value of its logical type);
   * what is inside arrays and maps is not checked.
   * @param schema - `null` (default) for a value without schema.
   * @throws DataError when the value does not fit the schema, or the key is null.
   */
  add(key: string, value: unknown, schema?: Schema | null): this;
  /** The last header of that key, `null` when there is none. */
  lastWithName(key: string): Header | null;
  /** All headers of that key, in order. */
  allWithName(key: string): Header[];
  /** Removes all headers of that key. */
  remove(key: string): this;
  clear(): this;
  /** Keeps only the last header of the key, or of every key when none is given; order does not change. */
  retainLatest(key?: string): this;
  /** Replaces each header, or each of the key, by what the function returns; `null` removes it. */
  apply(transform: (header: Header) => Header | null, key?: string): this;
  /** A copy that changes independently. */
  duplicate(): Headers;
  /** As messages show them. */
  toString(): string;
}

/** Headers held in memory. */
export class ConnectHeaders implements Headers {
  #headers: Header[];

  /** @param headers - copied into the new list; checked already. */
  constructor(headers: Iterable<Header> = []) {
    this.#headers = [...headers];
  }

  get size(): number {
    return this.#headers.length;
  }

  isEmpty(): boolean {
    return this.#headers.length === 0;
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.#headers[Symbol.iterator]();
  }

  add(key: string, value: unknown, schema: Schema | null = null): this {
    if (key === null || key === undefined) throw new DataError('Null header keys are not permitted');
    const declared = schema ?? (isStruct(value) ? value.schema : null);
    this.#headers.push({ key, schema: declared, value: checked(schema, value ?? null) });
    return this;
  }

  addString(key: string, value: string | null): this {
    return this.add(key, value, value === null ? optionalSchemas.string : schemas.string);
  }

  addBytes(key: string, value: Uint8Array | null): this {
    return this.add(key, value, value === null ? optionalSchemas.bytes : schemas.bytes);
  }

  addBoolean(key: string, value: boolean): this {
    return this.add(key, value, schemas.boolean);
  }

  addInt8(key: string, value: number): this {
    return this.add(key, value, schemas.int8);
  }

  addInt16(key: string, value: number): this {
    return this.add(key, value, schemas.int16);
  }

  addInt32(key: string, value: number): this {
    return this.add(key, value, schemas.int32);
  }

  addInt64(key: string, value: bigint): this {
    return this.add(key, value, schemas.int64);
  }

  addFloat32(key: string, value: number): this {
    return this.add(key, value, schemas.float32);
  }

  addFloat64(key: string, value: number): this {
    return this.add(key, value, schemas.float64);
  }

  /** The schema takes the scale of the value; null has no schema. */
  addDecimal(key: string, value: Decimal | null): this {
    return this.#append(key, value, value === null ? null : DecimalSchema.builder(value.scale).build());
  }

  /** @throws DataError when it is not midnight UTC. */
  addDate(key: string, value: Date | null): this {
    if (value !== null) DateSchema.encode(DateSchema.schema, value);
    return this.#append(key, value, DateSchema.schema);
  }

  /** @throws DataError when it is not on 1970-01-01. */
  addTime(key: string, value: Date | null): this {
    if (value !== null) TimeSchema.encode(TimeSchema.schema, value);
    return this.#append(key, value, TimeSchema.schema);
  }

  addTimestamp(key: string, value: Date | null): this {
    return this.#append(key, value, TimestampSchema.schema);
  }

  /** Null has no schema. @throws DataError when the schema is not one of an array. */
  addArray(key: string, value: readonly unknown[] | null, schema: Schema | null): this {
    return this.#addStructured(key, value, expecting('ARRAY', value, schema));
  }

  /** Null has no schema. @throws DataError when the schema is not one of a map. */
  addMap(key: string, value: ReadonlyMap<unknown, unknown> | null, schema: Schema | null): this {
    return this.#addStructured(key, value, expecting('MAP', value, schema));
  }

  /** With the struct's own schema; null has none. */
  addStruct(key: string, value: Struct | null): this {
    return this.#addStructured(key, value, value?.schema ?? null);
  }

  lastWithName(key: string): Header | null {
    return this.#headers.findLast((header) => header.key === key) ?? null;
  }

  allWithName(key: string): Header[] {
    return this.#headers.filter((header) => header.key === key);
  }

  remove(key: string): this {
    return this.#keep((header) => header.key !== key);
  }

  clear(): this {
    this.#headers = [];
    return this;
  }

  retainLatest(key?: string): this {
    const latest = new Map(this.#headers.map((header) => [header.key, header]));
    return this.#keep(
      (header) => latest.get(header.key) === header || (key !== undefined && header.key !== key),
    );
  }

  apply(transform: (header: Header) => Header | null, key?: string): this {
    this.#headers = this.#headers.flatMap((header) =>
      key === undefined || header.key === key ? (transform(header) ?? []) : header,
    );
    return this;
  }

  duplicate(): ConnectHeaders {
    return new ConnectHeaders(this.#headers);
  }

  /** Whether both have the same headers in the same order. */
  equals(other: Headers): boolean {
    const others = [...other];
    return (
      this.size === others.length &&
      this.#headers.every((header, index) => headerEquals(header, others[index]))
    );
  }

  /** `ConnectHeaders(headers=[ConnectHeader(key=k, value=v, schema=Schema{STRING})])`. */
  toString(): string {
    const texts = this.#headers.map(
      ({ key, value, schema }) =>
        `ConnectHeader(key=${key}, value=${formatJavaText(value, schema)}, schema=${schema === null ? 'null' : formatSchema(schema)})`,
    );
    return `ConnectHeaders(headers=${texts.length === 0 ? '' : `[${texts.join(', ')}]`})`;
  }

  #keep(keeps: (header: Header) => boolean): this {
    this.#headers = this.#headers.filter(keeps);
    return this;
  }

  #append(key: string, value: unknown, schema: Schema | null): this {
    this.#headers.push({ key, schema, value });
    return this;
  }

  #addStructured(key: string, value: unknown, schema: Schema | null): this {
    return value === null ? this.#append(key, null, null) : this.add(key, value, schema);
  }
}

function expecting(type: SchemaType, value: unknown, schema: Schema | null): Schema | null {
  if (value === null || schema === null || schema.type === type) return schema;
  throw new DataError(`Expecting ${type} but instead found ${schema.type}`);
}

function checked(schema: Schema | null, value: unknown): unknown {
  if (schema === null) return value;
  if (value === null) {
    if (schema.optional) return null;
    throw new DataError(`A null value requires an optional schema but was ${formatSchema(schema)}`);
  }
  const fitted = fitOf(schema)(value);
  if (fitted !== misfit) return fitted;
  const plain = fitOfType(schema.type)(value);
  if (plain !== misfit) return plain;
  throw new DataError(
    `The value ${formatJavaText(value)} is not compatible with the schema ${formatSchema(schema)}`,
  );
}

function headerEquals(a: Header, b: Header | undefined): boolean {
  return (
    b !== undefined && a.key === b.key && schemaEquals(a.schema, b.schema) && valueEquals(a.value, b.value)
  );
}
