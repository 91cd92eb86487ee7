import { DataError } from '../../errors/data-errors.ts';
import { withAsciiDigits } from './unicode-digits.ts';

const brand = Symbol.for('sluice.connect-api.decimal');
const decimalSyntax = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/**
 * A decimal number of any precision: `unscaled` × 10^-`scale`. The scale is part of the value: 1.5 and 1.50 are
 * not equal. The value of BYTES schemas with the logical name of `DecimalSchema`.
 */
export class Decimal {
  readonly unscaled: bigint;
  /** Digits after the point; negative for trailing zeros before it. */
  readonly scale: number;

  /** @throws DataError when the scale is not an integer of 32 bits. */
  constructor(unscaled: bigint, scale: number) {
    if ((scale | 0) !== scale) throw new DataError(`${scale} is not a scale of a decimal number`);
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /**
   * Reads `[+-] digits [. digits] [e [+-] digits]` with nothing around it; the point may come first or last, and
   * digits may be of any script. The scale is that of the text: `1.50` has scale 2, `1e3` has scale -3.
   * @throws DataError when the text is no such number.
   */
  static parse(text: string): Decimal {
    const decimal = parseDecimal(text);
    if (decimal === null) throw new DataError(`${text} is not a decimal number`);
    return decimal;
  }

  /** The nearest 64-bit floating point number. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** All digits, with the scale visible: `12.50`, `1E+3`, `-5E-7`. */
  toString(): string {
    const negative = this.unscaled < 0n;
    const digits = (negative ? -this.unscaled : this.unscaled).toString();
    const exponent = digits.length - 1 - this.scale;
    const sign = negative ? '-' : '';
    return this.scale >= 0 && exponent >= -6
      ? sign + withPoint(digits, this.scale)
      : sign + scientific(digits, exponent);
  }

  equals(other: unknown): boolean {
    return isDecimal(other) && other.unscaled === this.unscaled && other.scale === this.scale;
  }
}
Object.defineProperty(Decimal.prototype, brand, { value: true });

/** Whether the value is a {@link Decimal}, whichever copy of this package made it. */
export function isDecimal(value: unknown): value is Decimal {
  return (
    typeof value === 'object' && value !== null && (value as { readonly [brand]?: true })[brand] === true
  );
}

/** Like {@link Decimal.parse}, but `null` when the text is no decimal number. */
export function parseDecimal(text: string): Decimal | null {
  const match = decimalSyntax.exec(withAsciiDigits(text));
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? match[4] ?? '';
  const scale = fraction.length - Number(match[5] ?? 0);
  if ((scale | 0) !== scale) return null;
  const unscaled = BigInt(whole + fraction);
  return new Decimal(match[1] === '-' ? -unscaled : unscaled, scale);
}

function withPoint(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function scientific(digits: string, exponent: number): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}
