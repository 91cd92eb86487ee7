import {
  counterpartOf,
  epochMsOf,
  fromEpochMs,
  msPerDay,
  toEpochMs,
  type WallTime,
} from '@sluice/connect-api';

/** An instant as calendar and clock show it in UTC. */
export interface Moment extends WallTime {
  /** From Sunday, 0, on. */
  readonly weekday: number;
  /** Days since 1970 of an instant that differs from this one only in the year. */
  readonly epochDay: number;
  /** How many years that instant lies before this one. */
  readonly shiftYears: number;
}

/** What calendar and clock show at an instant. */
export function momentOf(instant: Date): Moment {
  const { epochMs, shiftYears } = counterpartOf(epochMsOf(instant));
  const epochDay = Math.floor(epochMs / msPerDay);
  const wall = fromEpochMs(epochMs);
  return { ...wall, year: wall.year + shiftYears, weekday: weekdayOf(epochDay), epochDay, shiftYears };
}

const midnight = { hour: 0, minute: 0, second: 0, millisecond: 0 } as const;

/** Days since 1970; month and day may be out of range. */
export function epochDayOf(year: number, month: number, day: number): number {
  return Math.round(Number(toEpochMs({ ...midnight, year, month, day })) / msPerDay);
}

/** The weekday of a day since 1970, from Sunday, 0, on. */
function weekdayOf(epochDay: number): number {
  return modulo(epochDay + 4, 7);
}

/** The last day, up to the given one, that is such a weekday (from Sunday, 0, on; any number is one). */
export function onOrBefore(epochDay: number, weekday: number): number {
  return epochDay - modulo(weekdayOf(epochDay) - weekday, 7);
}

/** The day of the year, from 1 on. */
export function dayOfYearOf({ epochDay, year, shiftYears }: Moment): number {
  return epochDay - epochDayOf(year - shiftYears, 1, 1) + 1;
}

/** A week, from Sunday to Saturday, counted in the year in which it ends. */
export interface WeekOfYear {
  readonly weekYear: number;
  readonly week: number;
}

/** The week of a moment; the first week of a year is the one with its first day. */
export function weekOfYearOf({ epochDay, weekday, shiftYears }: Moment): WeekOfYear {
  const saturday = epochDay + 6 - weekday;
  const { year } = fromEpochMs(saturday * msPerDay);
  return {
    weekYear: year + shiftYears,
    week: Math.floor((saturday - epochDayOf(year, 1, 1)) / 7) + 1,
  };
}

/** The week of the month, from 1 on; weeks begin on Sundays, the first is the one with the first day. */
export function weekOfMonthOf({ day, weekday }: Moment): number {
  return Math.floor((day + 5 - weekday) / 7) + 1;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
