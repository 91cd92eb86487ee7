import { Decimal, formatFloat32, formatFloat64, parseDecimal } from '@sluice/connect-api';
import { misfit, shown } from './misfit.ts';
import type { TargetColumn, TargetLimits, TargetType } from './target-type.ts';

type IntegerTarget = Extract<TargetType, { kind: 'integer' }>;
type DecimalTarget = Extract<TargetType, { kind: 'decimal' }>;

/** Integers. */
export function fitInteger(
  target: TargetColumn,
  limits: TargetLimits,
): ((value: number | bigint) => string) | null {
  const { type } = target;
  switch (type.kind) {
    case 'integer':
      return integerInRange(target, type);
    case 'decimal':
      return (value) => decimalThatFits(target, type, new Decimal(BigInt(value), 0));
    case 'float':
      return (value) => {
        const float = type.bits === 32 ? Math.fround(Number(value)) : Number(value);
        if (BigInt(float) === BigInt(value)) return String(value);
        throw misfit(target, `${value} is not among its numbers`);
      };
    case 'boolean':
      return (value) => {
        const flag = Number(value);
        if (flag === 0 || flag === 1) return limits.booleans[flag];
        throw misfit(target, `${value} is neither 0 nor 1`);
      };
    case 'text':
    case 'json':
    case 'other':
      return String;
    default:
      return null;
  }
}

/** Floating-point numbers of so many bits. */
export function fitFloat(
  target: TargetColumn,
  limits: TargetLimits,
  bits: 32 | 64,
): ((value: number) => string) | null {
  const { type } = target;
  const format = bits === 32 ? formatFloat32 : formatFloat64;
  const finite = (fit: (value: number) => string) => (value: number) => {
    if (Number.isFinite(value)) return fit(value);
    if (limits.hasNaN && (type.kind === 'float' || type.kind === 'decimal')) return String(value);
    throw misfit(target, `it cannot hold ${value}`);
  };
  switch (type.kind) {
    case 'float':
      return finite((value) => {
        if (type.bits === 64 || Math.fround(value) === value) return format(value);
        throw misfit(target, `${value} has more digits than it keeps`);
      });
    case 'decimal':
      return finite((value) => decimalThatFits(target, type, Decimal.parse(format(value))));
    case 'integer': {
      const inRange = integerInRange(target, type);
      return finite((value) => {
        if (Number.isInteger(value)) return inRange(BigInt(value));
        throw misfit(target, `${value} is not whole`);
      });
    }
    case 'text':
    case 'other':
      return format;
    default:
      return null;
  }
}

/** Decimal numbers. */
export function fitDecimal(target: TargetColumn): ((value: Decimal) => string) | null {
  const { type } = target;
  switch (type.kind) {
    case 'decimal':
      return (value) => decimalThatFits(target, type, value);
    case 'integer': {
      const inRange = integerInRange(target, type);
      return (value) => inRange(wholeOf(target, value));
    }
    case 'float':
      return (value) => {
        const float = type.bits === 32 ? Math.fround(value.toNumber()) : value.toNumber();
        const back = Number.isFinite(float)
          ? parseDecimal(type.bits === 32 ? formatFloat32(float) : formatFloat64(float))
          : null;
        if (back !== null && sameNumber(back, value)) return value.toString();
        throw misfit(target, `${shown(value)} has more digits than it keeps`);
      };
    case 'text':
    case 'json':
    case 'other':
      return plainDecimalText;
    default:
      return null;
  }
}

function integerInRange(
  target: TargetColumn,
  { min, max }: IntegerTarget,
): (value: number | bigint) => string {
  const [low, high] = [Number(min), Number(max)];
  const isNarrow = Number.isSafeInteger(low) && Number.isSafeInteger(high);
  return (value) => {
    const fits =
      isNarrow && typeof value === 'number' ? value >= low && value <= high : value >= min && value <= max;
    if (fits) return String(value);
    throw misfit(target, `${value} is beyond ${min} to ${max}`);
  };
}

function wholeOf(target: TargetColumn, value: Decimal): bigint {
  const { unscaled, scale } = value;
  if (scale <= 0) return unscaled * 10n ** BigInt(-scale);
  const unit = 10n ** BigInt(scale);
  if (unscaled % unit === 0n) return unscaled / unit;
  throw misfit(target, `${shown(plainDecimalText(value))} is not whole`);
}

/** Digits without exponent: `1200`, `-0.05`. */
function plainDecimalText({ unscaled, scale }: Decimal): string {
  if (scale <= 0) return `${unscaled}${unscaled === 0n ? '' : '0'.repeat(-scale)}`;
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function decimalThatFits(target: TargetColumn, { precision, scale }: DecimalTarget, value: Decimal): string {
  const text = plainDecimalText(value);
  if (precision === null) return text;
  const point = text.indexOf('.');
  const whole = (point < 0 ? text : text.slice(0, point)).replace(/^-?0*/, '').length;
  const fraction = point < 0 ? 0 : text.slice(point + 1).replace(/0+$/, '').length;
  if (scale === null) {
    if (whole + fraction <= precision) return text;
    throw misfit(target, `${shown(text)} has ${whole + fraction} digits, of which ${precision} are kept`);
  }
  if (fraction > scale) throw misfit(target, `${shown(text)} has ${fraction} digits after the point`);
  if (whole > precision - scale) throw misfit(target, `${shown(text)} has ${whole} digits before the point`);
  return text;
}

function sameNumber(a: Decimal, b: Decimal): boolean {
  const scale = Math.max(a.scale, b.scale);
  return a.unscaled * 10n ** BigInt(scale - a.scale) === b.unscaled * 10n ** BigInt(scale - b.scale);
}
