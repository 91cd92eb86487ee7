import {
  DateSchema,
  DecimalSchema,
  isDecimal,
  isStruct,
  logicalTypeOf,
  plainNumber,
  TimeSchema,
  TimestampSchema,
  type LogicalType,
  type Schema,
} from '@sluice/connect-api';
import type { ByteSink } from '../byte-sink.ts';
import { innerPath } from '@sluice/connector-json';
import { atField, nullNotAllowed, wrongValue } from '../field-place.ts';
import { isAvroMap, nullBranchOf, type AvroSchemaOptions } from './avro-schema.ts';

/** Writes a value of one schema. @throws DataError when it does not fit, naming the field. */
export type AvroEncoder = (sink: ByteSink, value: unknown) => void;

export interface AvroEncoderOptions extends AvroSchemaOptions {
  /** Whether a null key of a map is an error where the schema of keys allows null, too; by default it is none. */
  readonly refusesNullKeys?: boolean;
}

/** Compiles the encoder that belongs to the Avro schema of a schema. */
export function compileAvro(schema: Schema, path: string, options: AvroEncoderOptions): AvroEncoder {
  const content = contentEncoder(schema, path, options);
  if (!schema.optional) {
    const defaultValue = schema.defaultValue ?? null;
    return (sink, value) => {
      const present = value ?? defaultValue;
      if (present === null) throw nullNotAllowed(path);
      content(sink, present);
    };
  }
  const nullBranch = nullBranchOf(schema);
  return (sink, value) => {
    if (value === null || value === undefined) {
      sink.int(nullBranch);
      return;
    }
    sink.int(1 - nullBranch);
    content(sink, value);
  };
}

function contentEncoder(schema: Schema, path: string, options: AvroEncoderOptions): AvroEncoder {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalEncoder(logicalType, schema, path);
  switch (schema.type) {
    case 'STRUCT':
      return structEncoder(schema, path, options);
    case 'ARRAY':
      return arrayEncoder(schema, path, options);
    case 'MAP':
      return mapEncoder(schema, path, options);
    default:
      return plainEncoder(schema, path);
  }
}

function plainEncoder(schema: Schema, path: string): AvroEncoder {
  switch (schema.type) {
    case 'INT64':
      return (sink, value) => {
        const number = plainNumber(value);
        if (typeof number === 'bigint' && BigInt.asIntN(64, number) === number) sink.long(number);
        else if (Number.isSafeInteger(number)) sink.long(number as number);
        else throw wrongValue(path, schema, value);
      };
    case 'FLOAT32':
      return (sink, value) => sink.float(numberOf(schema, path, value));
    case 'FLOAT64':
      return (sink, value) => sink.double(numberOf(schema, path, value));
    case 'BOOLEAN':
      return (sink, value) => {
        if (typeof value !== 'boolean') throw wrongValue(path, schema, value);
        sink.byte(value ? 1 : 0);
      };
    case 'STRING':
      return (sink, value) => {
        if (typeof value !== 'string') throw wrongValue(path, schema, value);
        sink.text(value);
      };
    case 'BYTES':
      return (sink, value) => {
        if (!(value instanceof Uint8Array)) throw wrongValue(path, schema, value);
        sink.bytes(value);
      };
    default:
      return (sink, value) => {
        const number = numberOf(schema, path, value);
        if (number !== (number | 0)) throw wrongValue(path, schema, value);
        sink.int(number);
      };
  }
}

function numberOf(schema: Schema, path: string, value: unknown): number {
  const number = plainNumber(value);
  if (typeof number !== 'number') throw wrongValue(path, schema, value);
  return number;
}

function logicalEncoder(type: LogicalType, schema: Schema, path: string): AvroEncoder {
  if (type === 'Decimal') {
    return (sink, value) => {
      if (!isDecimal(value)) throw wrongValue(path, schema, value);
      sink.bytes(encoded(path, () => DecimalSchema.encode(schema, value)));
    };
  }
  return (sink, value) => {
    if (!(value instanceof Date)) throw wrongValue(path, schema, value);
    if (type === 'Date') sink.int(encoded(path, () => DateSchema.encode(schema, value)));
    else if (type === 'Time') sink.int(encoded(path, () => TimeSchema.encode(schema, value)));
    else sink.long(encoded(path, () => TimestampSchema.encode(schema, value)));
  };
}

function encoded<T>(path: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    throw atField(path, error);
  }
}

function arrayEncoder(schema: Schema, path: string, options: AvroEncoderOptions): AvroEncoder {
  const encode = compileAvro(schema.valueSchema as Schema, `${path}[]`, options);
  return (sink, value) => {
    if (!Array.isArray(value)) throw wrongValue(path, schema, value);
    if (value.length > 0) sink.int(value.length);
    for (const item of value) encode(sink, item);
    sink.int(0);
  };
}

/** A block of entries and an empty one; a map that is none in Avro is an array of records, with the same bytes. */
function mapEncoder(schema: Schema, path: string, options: AvroEncoderOptions): AvroEncoder {
  const isMap = isAvroMap(schema, options);
  const { refusesNullKeys = false } = options;
  const encodeKey = compileAvro(schema.keySchema as Schema, `${path}{}`, options);
  const encode = compileAvro(schema.valueSchema as Schema, `${path}{}`, options);
  return (sink, value) => {
    if (!(value instanceof Map)) throw wrongValue(path, schema, value);
    if (value.size > 0) sink.int(value.size);
    for (const [key, item] of value as ReadonlyMap<unknown, unknown>) {
      if (refusesNullKeys && (key ?? null) === null) throw nullNotAllowed(`${path}{}`);
      if (!isMap) encodeKey(sink, key);
      else if (typeof key === 'string') sink.text(key);
      else throw nullNotAllowed(`${path}{}`);
      encode(sink, item);
    }
    sink.int(0);
  };
}

/** The encoder of structs that are never null, whatever the schema says. */
export function structEncoder(schema: Schema, path: string, options: AvroEncoderOptions): AvroEncoder {
  const encoders = schema.fields.map(({ name, schema: field }) =>
    compileAvro(field, innerPath(path, name), options),
  );
  return (sink, value) => {
    if (!isStruct(value)) throw wrongValue(path, schema, value);
    for (let index = 0; index < encoders.length; index += 1) {
      (encoders[index] as AvroEncoder)(sink, value.getAt(index));
    }
  };
}
