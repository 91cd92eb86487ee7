import { DataError } from '../../../errors/data-errors.ts';
import { javaClassNameOf } from '../../java/class-name.ts';
import { formatJavaText } from '../../java/java-text.ts';
import { DateSchema } from '../../logical/date-schema.ts';
import { logicalTypeOf } from '../../logical/logical-names.ts';
import { TimeSchema } from '../../logical/time-schema.ts';
import { TimestampSchema } from '../../logical/timestamp-schema.ts';
import { isDecimal, parseDecimal } from '../../numbers/decimal.ts';
import { decimalToInt64, float64ToInt64 } from '../../numbers/narrowing.ts';
import { plainNumber } from '../../numbers/typed-number.ts';
import type { Schema } from '../../schema.ts';
import { formatSchema } from '../../schemas/schema-text.ts';

/** `5 (class java.lang.Byte)`, as errors name a value. */
function describeValue(schema: Schema | null, value: unknown): string {
  return `${formatJavaText(value, schema)} (class ${javaClassNameOf(value, schema)})`;
}

/** The error for a value that cannot become one of the kind that `target` names. */
export function unconvertible(schema: Schema | null, value: unknown, target: string): DataError {
  return new DataError(`Unable to convert ${describeValue(schema, value)} to ${target}`);
}

/** The error for null where null has no counterpart. */
export function nullNotAllowed(): DataError {
  return new DataError('Unable to convert a null value to a schema that requires a value');
}

/**
 * A number, the number a text stands for, or that which encodes a date, as 64-bit integer: without its fraction, at
 * the limits where a floating point number exceeds them, else its low 64 bits.
 */
export function toInt64(schema: Schema | null, value: unknown): bigint {
  const plain = plainNumber(value);
  if (typeof plain === 'bigint') return plain;
  if (typeof plain === 'number') return float64ToInt64(plain);
  if (isDecimal(plain)) return decimalToInt64(plain);
  const decimal = typeof plain === 'string' ? parseDecimal(plain) : null;
  if (decimal !== null) return decimalToInt64(decimal);
  const encoded = schema !== null && plain instanceof Date ? encodeInstant(schema, plain) : null;
  if (encoded !== null) return encoded;
  throw unconvertible(schema, value, schema === null ? 'a number' : formatSchema(schema));
}

/** A number, or the number a text stands for, as 64-bit floating point number; what else has an integer, that. */
export function toFloat64(schema: Schema | null, value: unknown): number {
  const plain = plainNumber(value);
  if (typeof plain === 'number') return plain;
  const decimal = typeof plain === 'string' ? parseDecimal(plain) : plain;
  return isDecimal(decimal) ? decimal.toNumber() : Number(toInt64(schema, value));
}

function encodeInstant(schema: Schema, instant: Date): bigint | null {
  switch (logicalTypeOf(schema)) {
    case 'Date':
      return BigInt(DateSchema.encode(schema, instant));
    case 'Time':
      return BigInt(TimeSchema.encode(schema, instant));
    case 'Timestamp':
      return TimestampSchema.encode(schema, instant);
    default:
      return null;
  }
}
