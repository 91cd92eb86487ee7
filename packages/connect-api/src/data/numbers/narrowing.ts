import type { Decimal } from './decimal.ts';

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

/** Towards zero, at the limits of 64 bits where it does not fit; NaN is 0. */
export function float64ToInt64(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return maxInt64;
  if (value <= -(2 ** 63)) return minInt64;
  return BigInt(Math.trunc(value));
}

/** Without the fraction; the low 64 bits. */
export function decimalToInt64({ unscaled, scale }: Decimal): bigint {
  if (scale === 0) return BigInt.asIntN(64, unscaled);
  if (scale < 0) {
    // 10^64 is a multiple of 2^64, so larger powers leave nothing in the low bits.
    return scale <= -64 ? 0n : BigInt.asIntN(64, unscaled * 10n ** BigInt(-scale));
  }
  const digits = unscaled.toString().length;
  return scale >= digits ? 0n : BigInt.asIntN(64, unscaled / 10n ** BigInt(scale));
}

/** The nearest 32-bit floating point number, rounded once. */
export function int64ToFloat32(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude <= 2n ** 53n) return Math.fround(Number(value));
  // 52 bits and a sticky bit: enough to round to 24 bits, few enough to be exact as a number.
  const kept = magnitude >> 12n;
  const sticky = (magnitude & 0xfffn) === 0n ? 0n : 1n;
  const rounded = Math.fround(Number(kept | sticky) * 4096);
  return value < 0n ? -rounded : rounded;
}
