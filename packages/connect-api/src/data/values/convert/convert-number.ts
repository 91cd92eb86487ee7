import { decodeBigEndian } from '../../logical/decimal-schema.ts';
import { logicalNames } from '../../logical/logical-names.ts';
import { Decimal, isDecimal, parseDecimal } from '../../numbers/decimal.ts';
import { formatFloat64 } from '../../numbers/float-text.ts';
import { plainNumber } from '../../numbers/typed-number.ts';
import type { Schema } from '../../schema.ts';
import { nullNotAllowed, toFloat64, toInt64, unconvertible } from './numeric.ts';

function narrow(bits: number, schema: Schema | null, value: unknown): number | null {
  return (value ?? null) === null ? null : Number(BigInt.asIntN(bits, toInt64(schema, value)));
}

/**
 * Converts like {@link convertToInt64}, then keeps the low 8 bits.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToInt8(schema: Schema | null, value: unknown): number | null {
  return narrow(8, schema, value);
}

/**
 * Converts like {@link convertToInt64}, then keeps the low 16 bits.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToInt16(schema: Schema | null, value: unknown): number | null {
  return narrow(16, schema, value);
}

/**
 * Converts like {@link convertToInt64}, then keeps the low 32 bits.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToInt32(schema: Schema | null, value: unknown): number | null {
  return narrow(32, schema, value);
}

/**
 * A number without its fraction, at the limits of 64 bits where a floating point number exceeds them; the number
 * that a text stands for, which may have no blanks around it; of a date with a Date, Time or Timestamp schema the
 * number that encodes it. Null stays null.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToInt64(schema: Schema | null, value: unknown): bigint | null {
  return (value ?? null) === null ? null : toInt64(schema, value);
}

/**
 * Converts like {@link convertToFloat64}, then rounds to 32 bits.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToFloat32(schema: Schema | null, value: unknown): number | null {
  return (value ?? null) === null ? null : Math.fround(toFloat64(schema, value));
}

/**
 * The nearest floating point number to a number or to the number that a text stands for; of other values that which
 * {@link convertToInt64} makes of them. Null stays null.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the value is no number and none can be made of it.
 */
export function convertToFloat64(schema: Schema | null, value: unknown): number | null {
  return (value ?? null) === null ? null : toFloat64(schema, value);
}

/**
 * A decimal as it is, whatever its scale; bytes as unscaled value with the given scale; other numbers by their text
 * as FLOAT64 (5 becomes 5.0); a text with the scale it has.
 * @throws DataError when the value is null, or no decimal can be made of it.
 */
export function convertToDecimal(schema: Schema | null, value: unknown, scale: number): Decimal {
  if ((value ?? null) === null) throw nullNotAllowed();
  if (isDecimal(value)) return value;
  if (value instanceof Uint8Array) return new Decimal(decodeBigEndian(value), scale);
  const plain = plainNumber(value);
  const isNumber = typeof plain === 'number' || typeof plain === 'bigint';
  const text = isNumber ? formatFloat64(Number(plain)) : plain;
  const decimal = typeof text === 'string' ? parseDecimal(text) : null;
  if (decimal !== null) return decimal;
  throw unconvertible(schema, value, `Schema{${logicalNames.decimal}:BYTES}`);
}
