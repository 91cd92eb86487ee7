import { parseDecimal, type Decimal } from './decimal.ts';

/** The number that would follow the largest 32-bit one. */
const beyondLargest = 2 ** 128;

/** The 32-bit number nearest to the decimal text, rounded once; the text is one that {@link Number} reads. */
export function roundTextToFloat32(text: string): number {
  return settle(Number(text), () => parseDecimal(text));
}

/** The 32-bit number nearest to the decimal, rounded once. */
export function roundDecimalToFloat32(decimal: Decimal): number {
  return settle(decimal.toNumber(), () => decimal);
}

/**
 * Rounding to 64 bits first may land exactly between two 32-bit numbers and lose on which side the decimal was.
 * Only then is the decimal itself looked at.
 */
function settle(nearest: number, exact: () => Decimal | null): number {
  const rounded = Math.fround(nearest);
  if (rounded === nearest || Math.abs(nearest) >= beyondLargest) return rounded;
  const other = neighbour(rounded, nearest > rounded);
  if (Math.abs(nearest - finite(rounded)) !== Math.abs(finite(other) - nearest)) return rounded;
  const decimal = exact();
  const side = decimal === null ? 0 : compare(decimal, nearest);
  if (side === 0) return rounded;
  return side > 0 ? Math.max(rounded, other) : Math.min(rounded, other);
}

/** Infinity in its place among the 32-bit numbers. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Math.sign(value) * beyondLargest;
}

const bits = new DataView(new ArrayBuffer(8));

/** The next 32-bit number, above or below. */
function neighbour(value: number, above: boolean): number {
  if (value === 0) return above ? 2 ** -149 : -(2 ** -149);
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + (above === value > 0 ? 1 : -1));
  return bits.getFloat32(0);
}

/** Positive when the decimal is the greater of the two. */
function compare({ unscaled, scale }: Decimal, value: number): number {
  const { significand, exponent } = binaryParts(value);
  // unscaled / 10^scale against significand × 2^exponent, both sides made whole.
  const left = unscaled * 10n ** BigInt(Math.max(-scale, 0)) * 2n ** BigInt(Math.max(-exponent, 0));
  const right = significand * 2n ** BigInt(Math.max(exponent, 0)) * 10n ** BigInt(Math.max(scale, 0));
  return left === right ? 0 : left > right ? 1 : -1;
}

function binaryParts(value: number): { significand: bigint; exponent: number } {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { significand: value < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}
