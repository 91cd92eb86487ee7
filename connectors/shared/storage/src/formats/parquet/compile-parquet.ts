import {
  DateSchema,
  DecimalSchema,
  decodeBigEndian,
  isDecimal,
  isStruct,
  logicalTypeOf,
  plainNumber,
  TimeSchema,
  TimestampSchema,
  type LogicalType,
  type Schema,
} from '@sluice/connect-api';
import { innerPath } from '@sluice/connector-json';
import { atField, nullNotAllowed, wrongValue } from '../field-place.ts';

/** Counts about how much memory values take up. */
export interface Weight {
  bytes: number;
}

/** Turns a value into what the library takes. @throws DataError when it does not fit, naming the field. */
export type ParquetValue = (value: unknown) => unknown;

/** About what a value and its place in an array take up. */
const slotBytes = 16;

export function compileParquet(schema: Schema, path: string, weight: Weight): ParquetValue {
  const content = contentOf(schema, path, weight);
  const defaultValue = schema.defaultValue ?? null;
  return (value) => {
    const present = value ?? (schema.optional ? null : defaultValue);
    weight.bytes += slotBytes;
    if (present !== null) return content(present);
    if (!schema.optional) throw nullNotAllowed(path);
    return null;
  };
}

function contentOf(schema: Schema, path: string, weight: Weight): ParquetValue {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalOf(logicalType, schema, path);
  switch (schema.type) {
    case 'STRUCT':
      return structOf(schema, path, weight);
    case 'ARRAY':
      return arrayOf(schema, path, weight);
    case 'MAP':
      return mapOf(schema, path, weight);
    default:
      return plainOf(schema, path, weight);
  }
}

function plainOf(schema: Schema, path: string, weight: Weight): ParquetValue {
  switch (schema.type) {
    case 'INT64':
      return (value) => {
        const number = plainNumber(value);
        if (typeof number === 'bigint') return number;
        if (Number.isSafeInteger(number)) return BigInt(number as number);
        throw wrongValue(path, schema, value);
      };
    case 'BOOLEAN':
      return (value) => {
        if (typeof value !== 'boolean') throw wrongValue(path, schema, value);
        return value;
      };
    case 'STRING':
      return (value) => {
        if (typeof value !== 'string') throw wrongValue(path, schema, value);
        weight.bytes += value.length;
        return value;
      };
    case 'BYTES':
      return (value) => {
        if (!(value instanceof Uint8Array)) throw wrongValue(path, schema, value);
        weight.bytes += value.length;
        return value;
      };
    default:
      return (value) => {
        const number = plainNumber(value);
        if (typeof number !== 'number') throw wrongValue(path, schema, value);
        return number;
      };
  }
}

function logicalOf(type: LogicalType, schema: Schema, path: string): ParquetValue {
  return (value) => {
    try {
      if (type === 'Decimal' && isDecimal(value)) return decodeBigEndian(DecimalSchema.encode(schema, value));
      if (value instanceof Date) {
        if (type === 'Date') return DateSchema.encode(schema, value);
        if (type === 'Time') return TimeSchema.encode(schema, value);
        if (type === 'Timestamp') return TimestampSchema.encode(schema, value);
      }
    } catch (error) {
      throw atField(path, error);
    }
    throw wrongValue(path, schema, value);
  };
}

function arrayOf(schema: Schema, path: string, weight: Weight): ParquetValue {
  const convert = compileParquet(schema.valueSchema as Schema, `${path}[]`, weight);
  return (value) => {
    if (!Array.isArray(value)) throw wrongValue(path, schema, value);
    return value.map(convert);
  };
}

function mapOf(schema: Schema, path: string, weight: Weight): ParquetValue {
  const convertKey = compileParquet(schema.keySchema as Schema, `${path}{}`, weight);
  const convert = compileParquet(schema.valueSchema as Schema, `${path}{}`, weight);
  return (value) => {
    if (!(value instanceof Map)) throw wrongValue(path, schema, value);
    return Array.from(value as ReadonlyMap<unknown, unknown>, ([key, item]) => {
      if (key === null || key === undefined) throw nullNotAllowed(`${path}{}`);
      return { key: convertKey(key), value: convert(item) };
    });
  };
}

function structOf(schema: Schema, path: string, weight: Weight): ParquetValue {
  const fields = schema.fields.map(({ name, index, schema: field }) => ({
    name,
    index,
    convert: compileParquet(field, innerPath(path, name), weight),
  }));
  return (value) => {
    if (!isStruct(value)) throw wrongValue(path, schema, value);
    const converted: Record<string, unknown> = {};
    for (const { name, index, convert } of fields) converted[name] = convert(value.getAt(index));
    return converted;
  };
}
