/**
 * A date and time of day as a calendar and a clock on the wall show them. Months count from 1. Years are
 * astronomical: the year before 1 is 0.
 */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

export const msPerDay = 86_400_000;

/** 15 October 1582, the first day of the Gregorian calendar, in days since 1970. The day before was 4 October. */
const firstGregorianDay = -141_427;
const firstGregorianYear = 1582;

/** Days from 1 March of the year 0 to 1 January 1970, in the Gregorian and in the Julian calendar. */
const gregorianEpoch = 719_468;
const julianEpoch = 719_470;

/**
 * Milliseconds since 1970-01-01T00:00 on the same wall; a `bigint` where a number would not be exact. Fields out of
 * range roll over, up to 32 bits. Gregorian from 15 October 1582, Julian before.
 */
export function toEpochMs(wall: WallTime): number | bigint {
  const days = toEpochDay(wall);
  const ms = ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1000 + wall.millisecond;
  const epochMs = days * msPerDay + ms;
  return Number.isSafeInteger(epochMs) ? epochMs : BigInt(days) * BigInt(msPerDay) + BigInt(ms);
}

/** The inverse of {@link toEpochMs}, as far as numbers are exact. */
export function fromEpochMs(epochMs: number): WallTime {
  const days = Math.floor(epochMs / msPerDay);
  const msOfDay = epochMs - days * msPerDay;
  return {
    ...fromEpochDay(days),
    hour: Math.floor(msOfDay / 3_600_000),
    minute: Math.floor(msOfDay / 60_000) % 60,
    second: Math.floor(msOfDay / 1000) % 60,
    millisecond: msOfDay % 1000,
  };
}

function toEpochDay({ year, month, day }: WallTime): number {
  const months = year * 12 + (month - 1);
  // Years that begin in March, so that a leap day is the last of its year.
  const marchYear = Math.floor((months - 2) / 12);
  const marchMonth = months - 2 - marchYear * 12;
  const days = 365 * marchYear + Math.floor(marchYear / 4) + Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const julian = days - julianEpoch;
  if (year < firstGregorianYear) return julian;
  const gregorian = days - Math.floor(marchYear / 100) + Math.floor(marchYear / 400) - gregorianEpoch;
  return gregorian >= firstGregorianDay ? gregorian : julian;
}

function fromEpochDay(epochDay: number): Pick<WallTime, 'year' | 'month' | 'day'> {
  const { marchYear, dayOfYear } =
    epochDay >= firstGregorianDay
      ? gregorianYear(epochDay + gregorianEpoch)
      : julianYear(epochDay + julianEpoch);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: month <= 2 ? marchYear + 1 : marchYear,
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

function gregorianYear(days: number): { marchYear: number; dayOfYear: number } {
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return { marchYear: era * 400 + yearOfEra, dayOfYear };
}

function julianYear(days: number): { marchYear: number; dayOfYear: number } {
  const era = Math.floor(days / 1461);
  const dayOfEra = days - era * 1461;
  const yearOfEra = Math.min(Math.floor(dayOfEra / 365), 3);
  return { marchYear: era * 4 + yearOfEra, dayOfYear: dayOfEra - 365 * yearOfEra };
}
