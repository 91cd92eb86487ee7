const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

/** Numbers of so many digits are exact, and no shorter ones are nearest to the same. */
const maxDigits = 15;
/** With more digits before the point, Java gives a number an exponent. */
const maxWholeDigits = 7;

export function startsNumber(byte: number): boolean {
  return byte === minus || isDigit(byte);
}

/**
 * Where the number ends that starts here, -1 where Java would print it in another way: with an exponent, without
 * needless zeros, or with too many digits to be sure. The sign of zero counts among these.
 */
export function scanNumber(bytes: DataView, start: number, end: number): number {
  const whole = bytes.getUint8(start) === minus ? start + 1 : start;
  const wholeEnd = digitsEnd(bytes, whole, end);
  const digits = wholeEnd - whole;
  if (digits === 0 || digits > maxDigits) return -1;
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
  if (end === start || end - 1 - whole > maxDigits || wholeEnd - whole > maxWholeDigits) return -1;
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

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
