import { Decimal, decimalToInt64, roundTextToFloat32, TypedNumber } from '@sluice/connect-api';
import type { JsonCursor } from '../text/json-cursor.ts';

/** The low 64 bits of the whole part of the number that was read last. */
export function lowInt64(cursor: JsonCursor): bigint {
  if (!cursor.integral) return decimalToInt64(Decimal.parse(cursor.numberText()));
  return Number.isSafeInteger(cursor.number)
    ? BigInt(cursor.number)
    : BigInt.asIntN(64, BigInt(cursor.numberText()));
}

/** The low 32 bits of the whole part of the number that was read last. */
export function lowInt32(cursor: JsonCursor): number {
  return cursor.integral && Number.isSafeInteger(cursor.number)
    ? cursor.number | 0
    : Number(BigInt.asIntN(32, lowInt64(cursor)));
}

/** The 32-bit floating point number nearest to the number that was read last. */
export function nearestFloat32(cursor: JsonCursor): number {
  return Number.isSafeInteger(cursor.number) && cursor.integral
    ? Math.fround(cursor.number)
    : roundTextToFloat32(cursor.numberText());
}

/** A 64-bit floating point number without a schema. A whole one would be taken for an INT64. */
export function plainFloat64(number: number): number | TypedNumber {
  return Number.isInteger(number) ? new TypedNumber('FLOAT64', number) : number;
}

/** The number that was read last, with the scale of its text. */
export function exactDecimal(cursor: JsonCursor): Decimal {
  return Decimal.parse(cursor.numberText());
}
