import { isDigit, minus, point, zero } from '../../text/characters.ts';
import { maxExactDigits } from '../../text/number-range.ts';

/** With more digits before the point, Java gives a number an exponent. */
const maxWholeDigits = 7;

export function startsNumber(byte: number): boolean {
  return byte === minus || isDigit(byte);
}

/**
 * Where the number ends that starts here, -1 where Java would print it in another way: with an exponent, without
 * needless zeros, or with more digits than are exact, of which fewer may be nearest to the same number. The sign of zero counts among these.
 */
export function scanNumber(bytes: DataView, start: number, end: number): number {
  const whole = bytes.getUint8(start) === minus ? start + 1 : start;
  const wholeEnd = digitsEnd(bytes, whole, end);
  const digits = wholeEnd - whole;
  if (digits === 0 || digits > maxExactDigits) return -1;
  const startsWithZero = bytes.getUint8(whole) === zero;
  if (startsWithZero && (digits > 1 || whole > start)) return -1;
  const hasFraction = wholeEnd < end && bytes.getUint8(wholeEnd) === point;
  return hasFraction ? scanFraction(bytes, whole, end) : wholeEnd;
}

/** The same for a number that has a point, from its first digit on. */
function scanFraction(bytes: DataView, whole: number, textEnd: number): number {
  const wholeEnd = digitsEnd(bytes, whole, textEnd);
  const start = wholeEnd + 1;
  const end = digitsEnd(bytes, start, textEnd);
  const hasNeedlessZero = end > start + 1 && bytes.getUint8(end - 1) === zero;
  if (end === start || end - 1 - whole > maxExactDigits || wholeEnd - whole > maxWholeDigits) return -1;
  // Less than a thousandth, but not zero, takes an exponent.
  const isSmall = bytes.getUint8(whole) === zero && zerosEnd(bytes, start, end) - start >= 3;
  return hasNeedlessZero || isSmall ? -1 : end;
}

function digitsEnd(bytes: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes.getUint8(at))) at += 1;
  return at;
}

function zerosEnd(bytes: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && bytes.getUint8(at) === zero) at += 1;
  return at;
}
