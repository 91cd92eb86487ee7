import { roundTextToFloat32 } from './float32-rounding.ts';

const smallestNormalFloat32 = 2 ** -126;

/**
 * The shortest digits that read back as the same 64-bit number, at least one of them after the point: plain from
 * 10^-3 up to 10^7, else as `d.dddE<exponent>`: `1.0`, `1.0E7`, `1.0E-4`, `NaN`, `-Infinity`, `-0.0`.
 */
export function formatFloat64(value: number): string {
  return plainText(value) ?? layOut(value, value.toExponential());
}

/** The same for a 32-bit number; the value is first rounded to one. */
export function formatFloat32(value: number): string {
  const rounded = Math.fround(value);
  const isShort = !Number.isFinite(rounded) || (Number.isInteger(rounded) && Math.abs(rounded) < 1e7);
  return isShort ? formatFloat64(rounded) : layOut(rounded, shortestFloat32(rounded));
}

/** Where JavaScript's own text is right, maybe but for the fraction; else `null`. */
function plainText(value: number): string | null {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e7) return null;
  return shortText(magnitude, value < 0 ? '-' : '') ?? String(value);
}

/** By thousandths: `.0`, `.001`, …, `.25`; made when first needed. */
const fractions = Array.from({ length: 1000 }, () => '');

function fractionText(thousandths: number): string {
  const known = fractions[thousandths] ?? '';
  if (known !== '') return known;
  const digits = String(thousandths).padStart(3, '0');
  return (fractions[thousandths] = `.${digits.replace(/(?<=.)0+$/, '')}`);
}

/**
 * The text of a number that has at most three digits after the point, as most have, in half the time; else `null`.
 * Different decimals of at most 15 digits are different numbers: the one that is equal is the only one so short.
 */
function shortText(magnitude: number, sign: string): string | null {
  const thousandths = Math.round(magnitude * 1000);
  if (thousandths / 1000 !== magnitude) return null;
  const whole = Math.trunc(magnitude);
  return `${sign}${whole}${fractionText(thousandths - whole * 1000)}`;
}

/** `1.5e+21` as digits with a point, or with an exponent where the number is very large or very small. */
function layOut(value: number, exponential: string): string {
  // One digit stands for a wide range among the smallest numbers: the two digits nearest to the value say more.
  const text = /^-?\de/.test(exponential) ? value.toExponential(1) : exponential;
  const mark = text.indexOf('e');
  const exponent = Number(text.slice(mark + 1));
  const negative = value < 0;
  const mantissa = text.slice(negative ? 1 : 0, mark);
  const sign = negative ? '-' : '';
  if (exponent < -3 || exponent >= 7) return `${sign}${mantissa}E${exponent}`;
  return sign + plainDigits(mantissa.replace('.', ''), exponent);
}

function plainDigits(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits.replace(/(?<=.)0$/, '')}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The fewest digits, in exponential form, that read back as the 32-bit number. */
function shortestFloat32(value: number): string {
  // Six digits always survive in a normal 32-bit number, so fewer need not be tried: trailing zeros tell.
  const first = Math.abs(value) < smallestNormalFloat32 ? 0 : 5;
  for (let fraction = first; fraction < 8; fraction += 1) {
    const nearest = value.toExponential(fraction);
    if (roundTextToFloat32(nearest) === value) return withoutTrailingZeros(nearest);
    // Powers of two have twice the room on the side away from zero: there the second nearest may still do.
    const second = withLastDigitRaised(nearest, fraction);
    if (roundTextToFloat32(second) === value) return second;
  }
  return withoutTrailingZeros(value.toExponential(8));
}

function withLastDigitRaised(exponential: string, fraction: number): string {
  const [mantissa, exponent] = exponential.split('e');
  const step = 10 ** -fraction;
  return `${(Number(mantissa) + (exponential.startsWith('-') ? -step : step)).toFixed(fraction)}e${exponent}`;
}

function withoutTrailingZeros(exponential: string): string {
  return exponential.replace(/\.?0+e/, 'e');
}
