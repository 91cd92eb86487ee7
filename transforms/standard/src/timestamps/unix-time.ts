import { float64ToInt64, instantAt } from '@sluice/connect-api';

/** How many of a unit a millisecond has, or for seconds how many milliseconds it has. */
const units = {
  seconds: { perUnit: 1000n, perMs: 1n },
  milliseconds: { perUnit: 1n, perMs: 1n },
  microseconds: { perUnit: 1n, perMs: 1000n },
  nanoseconds: { perUnit: 1n, perMs: 1_000_000n },
} as const;

/** What numbers of Unix time count. */
export type UnixPrecision = keyof typeof units;

/** From the coarsest to the finest as Kafka lists them, backwards. */
export const unixPrecisions = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds'] as const;

const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);

/** The instant that a number of Unix time means; fractions of milliseconds are cut off, towards the epoch. */
export function fromUnixTime(value: number | bigint, precision: UnixPrecision): Date {
  const count = typeof value === 'bigint' ? value : float64ToInt64(value);
  const { perUnit, perMs } = units[precision];
  return instantAt(within64Bits((count * perUnit) / perMs));
}

/** The number of Unix time, cut off towards the epoch, and at the limits of 64 bits where it is beyond them. */
export function toUnixTime(epochMs: number | bigint, precision: UnixPrecision): bigint {
  const { perUnit, perMs } = units[precision];
  return within64Bits((BigInt(epochMs) * perMs) / perUnit);
}

function within64Bits(value: bigint): bigint {
  if (value > maxInt64) return maxInt64;
  return value < minInt64 ? minInt64 : value;
}
