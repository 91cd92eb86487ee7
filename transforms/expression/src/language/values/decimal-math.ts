import { Decimal, isDecimal } from '@sluice/connect-api';
import { failure } from '../evaluate/evaluation-failure.ts';
import { Uint } from './uint.ts';
import type { Value } from './value.ts';

/** Decimals in expressions have at most so many digits, before and after the point: so all they do is bounded. */
const maxDigits = 200;
const limit = 10n ** BigInt(maxDigits);

/** The decimal itself. @throws EvaluationFailure when it has too many digits to be worked with. */
export function boundedDecimal(decimal: Decimal): Decimal {
  const { unscaled, scale } = decimal;
  const isSmall = unscaled < limit && unscaled > -limit && scale <= maxDigits && scale >= -maxDigits;
  if (isSmall) return decimal;
  throw failure(`a decimal has at most ${maxDigits} digits on either side of the point`);
}

/** A decimal, or an integer as one; `null` for anything else. */
export function asDecimal(value: Value): Decimal | null {
  if (typeof value === 'bigint') return new Decimal(value, 0);
  if (value instanceof Uint) return new Decimal(value.value, 0);
  return isDecimal(value) ? value : null;
}

/** Less than, equal to or greater than 0 by value, 1.5 being 1.50; `null` when one is no decimal and no integer. */
export function compareDecimals(left: Value, right: Value): number | null {
  const [a, b] = [asDecimal(left), asDecimal(right)];
  if (a === null || b === null) return null;
  const scale = Math.max(a.scale, b.scale);
  const difference = unscaledAt(a, scale) - unscaledAt(b, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return boundedDecimal(new Decimal(unscaledAt(a, scale) + unscaledAt(b, scale), scale));
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, new Decimal(-b.unscaled, b.scale));
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return boundedDecimal(new Decimal(a.unscaled * b.unscaled, a.scale + b.scale));
}

/** The decimal with another scale; `null` when digits would be lost. */
export function rescaled(decimal: Decimal, scale: number): Decimal | null {
  if (scale >= decimal.scale) return new Decimal(unscaledAt(decimal, scale), scale);
  const divisor = powerOfTen(decimal.scale - scale);
  return decimal.unscaled % divisor === 0n ? new Decimal(decimal.unscaled / divisor, scale) : null;
}

/** The nearest decimal with so many digits after the point; halves go away from zero. */
export function rounded(decimal: Decimal, scale: number): Decimal {
  if (scale >= decimal.scale) return new Decimal(unscaledAt(decimal, scale), scale);
  const divisor = powerOfTen(decimal.scale - scale);
  const half = decimal.unscaled < 0n ? -divisor / 2n : divisor / 2n;
  return new Decimal((decimal.unscaled + half) / divisor, scale);
}

/** The part before the point. */
export function wholePart({ unscaled, scale }: Decimal): bigint {
  return scale <= 0 ? unscaled * powerOfTen(-scale) : unscaled / powerOfTen(scale);
}

function unscaledAt({ unscaled, scale }: Decimal, wanted: number): bigint {
  return unscaled * powerOfTen(wanted - scale);
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
