import { DecimalSchema } from '../../logical/decimal-schema.ts';
import { roundDecimalToFloat32 } from '../../numbers/float32-rounding.ts';
import { parseDecimal, type Decimal } from '../../numbers/decimal.ts';
import { TypedNumber, type NumberType } from '../../numbers/typed-number.ts';
import type { SchemaAndValue } from '../../schema.ts';
import { schemas } from '../../schemas/ready-schemas.ts';

const shortInteger = /^[+-]?\d{1,15}$/;
const maxIntegerDigits = 20;

const schemaOfType = {
  INT8: schemas.int8,
  INT16: schemas.int16,
  INT32: schemas.int32,
  INT64: schemas.int64,
  FLOAT32: schemas.float32,
  FLOAT64: schemas.float64,
} as const;

/**
 * A number text as the smallest type that takes it: a whole number of up to 64 bits as INT8 to INT64, however it is
 * written (`1.0`, `1e2`); else FLOAT32 where it is finite, losing digits if need be, then FLOAT64; else Decimal,
 * which whole numbers beyond 64 bits without an exponent become at once. `null` when it is no number.
 */
export function parseNumber(text: string): SchemaAndValue | null {
  if (shortInteger.test(text)) return integer(Number(text));
  const decimal = parseDecimal(text);
  if (decimal === null) return null;
  const whole = wholeValue(decimal);
  if (whole !== null && BigInt.asIntN(64, whole) === whole) {
    return Number.isSafeInteger(Number(whole)) ? integer(Number(whole)) : typed('INT64', whole);
  }
  return fraction(decimal);
}

function integer(value: number): SchemaAndValue {
  if ((value << 24) >> 24 === value) return typed('INT8', value);
  if ((value << 16) >> 16 === value) return typed('INT16', value);
  return typed((value | 0) === value ? 'INT32' : 'INT64', value);
}

function fraction(decimal: Decimal): SchemaAndValue {
  if (decimal.scale !== 0) {
    const narrow = roundDecimalToFloat32(decimal);
    if (Number.isFinite(narrow)) return typed('FLOAT32', narrow);
    const wide = decimal.toNumber();
    if (Number.isFinite(wide)) return typed('FLOAT64', wide);
  }
  return { schema: DecimalSchema.builder(decimal.scale).build(), value: decimal };
}

function typed(type: NumberType, value: number | bigint): SchemaAndValue {
  return { schema: schemaOfType[type], value: new TypedNumber(type, value) };
}

/** The value where it is whole and has no more digits than 64 bits could hold, else `null`. */
function wholeValue({ unscaled, scale }: Decimal): bigint | null {
  if (unscaled === 0n) return 0n;
  if (scale > 0) {
    const digits = unscaled.toString().length;
    if (digits <= scale || digits - scale > maxIntegerDigits) return null;
    const power = 10n ** BigInt(scale);
    return unscaled % power === 0n ? unscaled / power : null;
  }
  return -scale > maxIntegerDigits ? null : unscaled * 10n ** BigInt(-scale);
}
