import {
  convertToFloat32,
  convertToFloat64,
  convertToInt16,
  convertToInt32,
  convertToInt64,
  convertToInt8,
  DataError,
  Decimal,
  isDecimal,
  isNumberType,
  javaClassNameOf,
  numberTypeOf,
  parseDecimal,
  type NumberType,
  type Schema,
} from '@sluice/connect-api';
import { schemalessNumber } from '../structure/typed-value.ts';

const conversions: Readonly<Record<NumberType, (schema: null, text: string) => number | bigint | null>> = {
  INT8: convertToInt8,
  INT16: convertToInt16,
  INT32: convertToInt32,
  INT64: convertToInt64,
  FLOAT32: convertToFloat32,
  FLOAT64: convertToFloat64,
};

/**
 * What stands for a value that nobody is to see: of the same kind, and empty or zero, or what the replacement says.
 * Null stays null.
 * @param schema - of the value; `null` when there is none.
 * @param replacement - `null` for none.
 * @throws DataError when there is nothing for values of that kind, or the replacement is not of it.
 */
export function maskValue(schema: Schema | null, value: unknown, replacement: string | null): unknown {
  if (value === null || value === undefined) return null;
  const type = numberTypeFor(schema, value);
  if (type !== null) return maskedNumber(schema, type, replacement);
  return replacement === null ? maskPlainly(schema, value) : maskWith(schema, value, replacement);
}

function numberTypeFor(schema: Schema | null, value: unknown): NumberType | null {
  const isPlain = typeof value === 'number' || typeof value === 'bigint';
  return isPlain && schema !== null && isNumberType(schema.type) ? schema.type : numberTypeOf(value);
}

function maskedNumber(schema: Schema | null, type: NumberType, replacement: string | null): unknown {
  const number = conversions[type](null, replacement ?? '0') ?? 0;
  return schema === null ? schemalessNumber(type, number) : number;
}

function maskPlainly(schema: Schema | null, value: unknown): unknown {
  if (typeof value === 'boolean') return false;
  if (typeof value === 'string') return '';
  if (isDecimal(value)) return new Decimal(0n, 0);
  if (value instanceof Date) return new Date(0);
  if (Array.isArray(value)) return [];
  if (value instanceof Map) return new Map();
  throw new DataError(`Cannot mask value of type: class ${javaClassNameOf(value, schema)}`);
}

function maskWith(schema: Schema | null, value: unknown, replacement: string): unknown {
  if (typeof value === 'string') return replacement;
  if (!isDecimal(value)) {
    throw new DataError(
      `Cannot mask value of type class ${javaClassNameOf(value, schema)} with custom replacement.`,
    );
  }
  const decimal = parseDecimal(replacement);
  if (decimal !== null) return decimal;
  throw new DataError(`Unable to convert ${replacement} (class java.lang.String) to number`);
}
