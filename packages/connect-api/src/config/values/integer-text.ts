import { withAsciiDigits } from '../../data/numbers/unicode-digits.ts';

const integerSyntax = /^[+-]?\d+$/;

/**
 * Reads an integer of `bits` bits as Java does: an optional sign and decimal digits of any script in the basic
 * plane, nothing around them. `null` when it is something else or out of range.
 */
export function parseInteger(text: string, bits: 16 | 32 | 64): bigint | null {
  const ascii = withAsciiDigits(text);
  if (!integerSyntax.test(ascii)) return null;
  const value = BigInt(ascii.startsWith('+') ? ascii.slice(1) : ascii);
  return BigInt.asIntN(bits, value) === value ? value : null;
}

/** The integer as a `number` where that is exact, else as it is. */
export function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
