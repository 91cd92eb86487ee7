const decimalSyntax = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const hexadecimalSyntax = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

/**
 * Reads a floating-point number as Java does: decimal or hexadecimal (`0x1.8p1`), `NaN`, `Infinity`, maybe with
 * one of the suffixes `f` and `d`; nothing around it. `null` when it is something else.
 */
export function parseDouble(text: string): number | null {
  const decimal = decimalSyntax.exec(text);
  if (decimal !== null) return signed(decimal[1], Number((decimal[2] ?? '').replace(/[fFdD]$/, '')));
  const hexadecimal = hexadecimalSyntax.exec(text);
  if (hexadecimal === null) return null;
  const [, sign, whole = '', fraction = '', exponent] = hexadecimal;
  if (whole === '' && fraction === '') return null;
  const significand = BigInt(`0x${whole}${fraction}`);
  return signed(sign, scaled(significand, Number(exponent) - 4 * fraction.length));
}

function signed(sign: string | undefined, magnitude: number): number {
  return sign === '-' ? -magnitude : magnitude;
}

const lowestExponent = -1074;

/** `significand` × 2^`exponent`, rounded once, halves to even. */
function scaled(significand: bigint, exponent: number): number {
  if (significand === 0n) return 0;
  const bits = significand.toString(2).length;
  if (bits + exponent > 1024) return Infinity;
  // The last place that a number of this size has room for: 53 bits, fewer below the smallest normal number.
  const place = Math.max(bits + exponent - 53, lowestExponent);
  const dropped = place - exponent;
  if (dropped > bits) return 0;
  if (dropped <= 0) return timesPowerOfTwo(Number(significand), exponent);
  return timesPowerOfTwo(Number(roundedShift(significand, dropped)), place);
}

function roundedShift(value: bigint, dropped: number): bigint {
  const count = BigInt(dropped);
  const kept = value >> count;
  const rest = value - (kept << count);
  const half = 1n << (count - 1n);
  const roundsUp = rest > half || (rest === half && (kept & 1n) === 1n);
  return roundsUp ? kept + 1n : kept;
}

/** Exact, in two steps because 2^-1074 times a large number and 2^1023 are both within range, 2^2000 is not. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const first = Math.trunc(exponent / 2);
  return value * 2 ** first * 2 ** (exponent - first);
}
