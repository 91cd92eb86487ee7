import {
  convertToString,
  DataError,
  DateSchema,
  decimalToInt64,
  float64ToInt64,
  formatJavaText,
  int64ToFloat32,
  isDecimal,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  logicalTypeOf,
  parseDouble,
  parseInteger,
  plainNumber,
  roundDecimalToFloat32,
  roundTextToFloat32,
  TimeSchema,
  TimestampSchema,
  trimBlanks,
  type Schema,
} from '@sluice/connect-api';
import { castTypes, type CastType } from './cast-spec.ts';

/** Thrown here and caught here: a text that is no number of the type. */
const unreadable = Symbol('unreadable');

type Cast = (value: unknown) => unknown;

/** Each gets what {@link encoded} returns. */
const casts: Readonly<Record<Exclude<CastType, 'STRING'>, Cast>> = {
  INT8: (value) => narrowed(8, value),
  INT16: (value) => narrowed(16, value),
  INT32: (value) => narrowed(32, value),
  INT64: (value) => (typeof value === 'string' ? readInteger(64, value) : toInt64(value)),
  FLOAT32: toFloat32,
  FLOAT64: toFloat64,
  BOOLEAN: toBoolean,
};

/**
 * Casts a value; null stays null. Numbers come back plain, whatever their type.
 * @param schema - of the value; `null` when there is none.
 * @throws DataError when values of its kind cannot be cast, or a text is no number of the type.
 */
export function castValue(schema: Schema | null, value: unknown, type: CastType): unknown {
  if (value === null || value === undefined) return null;
  refuseUncastable(schema, value);
  if (type === 'STRING') return convertToString(schema, value);
  const result = casts[type](encoded(schema, value));
  if (result !== unreadable) return result;
  throw new DataError(`Value (${formatJavaText(value, schema)}) was out of range for requested data type`);
}

function refuseUncastable(schema: Schema | null, value: unknown): void {
  const type = schema === null ? structureOf(value) : schema.type;
  if (type === null) {
    throw new DataError(
      `Cast transformation was passed a value of type class ${javaClassNameOf(value)} which is not supported by Connect's data API`,
    );
  }
  if (type !== 'ARRAY' && type !== 'MAP' && type !== 'STRUCT') return;
  throw new DataError(
    `Cast transformation does not support casting from ${type}; supported types are [${castTypes.join(', ')}, BYTES]`,
  );
}

/** The type of a value without schema as far as it matters here; `null` when it can have none. */
function structureOf(value: unknown): string | null {
  if (typeof value !== 'object' || value instanceof Uint8Array || isTypedNumber(value)) return 'primitive';
  if (Array.isArray(value)) return 'ARRAY';
  if (value instanceof Map) return 'MAP';
  return isStruct(value) ? 'STRUCT' : null;
}

/** The number that encodes a date, going by the name of its schema; anything else plain. */
function encoded(schema: Schema | null, value: unknown): unknown {
  const logicalType = schema === null ? null : logicalTypeOf(schema);
  if (schema === null || !(value instanceof Date)) return plainNumber(value);
  switch (logicalType) {
    case 'Date':
      return DateSchema.encode(schema, value);
    case 'Time':
      return TimeSchema.encode(schema, value);
    case 'Timestamp':
      return TimestampSchema.encode(schema, value);
    default:
      return value;
  }
}

function narrowed(bits: 8 | 16 | 32, value: unknown): number | typeof unreadable {
  const integer = typeof value === 'string' ? readInteger(bits, value) : toInteger(value);
  return integer === unreadable ? unreadable : Number(BigInt.asIntN(bits, integer));
}

function readInteger(bits: 8 | 16 | 32 | 64, text: string): bigint | typeof unreadable {
  const integer = parseInteger(text, bits === 8 ? 16 : bits);
  return integer === null || BigInt.asIntN(bits, integer) !== integer ? unreadable : integer;
}

/** Like {@link toInt64}, but a floating point number first ends at the limits of 32 bits. */
function toInteger(value: unknown): bigint {
  if (typeof value !== 'number') return toInt64(value);
  return BigInt(Math.trunc(Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value))) || 0);
}

function toInt64(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return float64ToInt64(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (isDecimal(value)) return decimalToInt64(value);
  throw unexpected(value);
}

function toFloat32(value: unknown): number | typeof unreadable {
  if (typeof value === 'string') return readFloat(value, roundTextToFloat32);
  if (typeof value === 'bigint') return int64ToFloat32(value);
  return isDecimal(value) ? roundDecimalToFloat32(value) : Math.fround(toNumber(value));
}

function toFloat64(value: unknown): number | typeof unreadable {
  if (typeof value === 'string') return readFloat(value, Number);
  return isDecimal(value) ? value.toNumber() : toNumber(value);
}

const decimalText = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/;

function readFloat(text: string, roundDecimal: (text: string) => number): number | typeof unreadable {
  const trimmed = trimBlanks(text);
  const number = parseDouble(trimmed);
  if (number === null) return unreadable;
  const digits = trimmed.replace(/[fFdD]$/, '');
  return decimalText.test(digits) ? roundDecimal(digits) : number;
}

function toNumber(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw unexpected(value);
}

function toBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.toLowerCase() === 'true' : toInt64(value) !== 0n;
}

function unexpected(value: unknown): DataError {
  return new DataError(`Unexpected type in Cast transformation: class ${javaClassNameOf(value)}`);
}
