import { DataError } from '../../errors/data-errors.ts';

/** A span after which a calendar shows the same again, weekdays and clock changes included, in later years. */
interface Cycle {
  readonly years: number;
  readonly ms: bigint;
  /** Far instants are carried into the cycle next to this one. */
  readonly baseMs: bigint;
}

/** From 2400 on, where clocks change by their last known rule, which goes on for ever. */
const gregorian: Cycle = { years: 400, ms: 146_097n * 86_400_000n, baseMs: BigInt(Date.UTC(2400, 0)) };

/** Up to 1400, before the Gregorian calendar and all clock changes. */
const julian: Cycle = { years: 28, ms: 10_227n * 86_400_000n, baseMs: BigInt(Date.UTC(1400, 0)) };

/** Some 500 years before the last instant of a `Date`, so that a time zone never leads out of its range. */
const farMs = 8_624_000_000_000_000;

/** An instant that differs from a far one, on calendar and clock, only in the year. */
export interface Counterpart {
  readonly epochMs: number;
  /** What leads back to the far instant: this many years, which take so many milliseconds. */
  readonly shiftYears: number;
  readonly shiftMs: bigint;
}

/**
 * An instant near enough for the arithmetic of a `Date`; one that is near already stays as it is.
 * @throws DataError when it is NaN.
 */
export function counterpartOf(epochMs: number | bigint): Counterpart {
  if (-farMs <= epochMs && epochMs <= farMs) {
    return { epochMs: Number(epochMs), shiftYears: 0, shiftMs: 0n };
  }
  if (Number.isNaN(epochMs)) throw new DataError('A Date that is no instant has no place in the calendar');
  const { years, ms, baseMs } = epochMs > 0 ? gregorian : julian;
  const exactMs = BigInt(epochMs);
  const cycles = (exactMs - baseMs) / ms;
  return {
    epochMs: Number(exactMs - cycles * ms),
    shiftYears: Number(cycles) * years,
    shiftMs: cycles * ms,
  };
}
