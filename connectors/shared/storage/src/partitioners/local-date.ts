const dayMs = 24 * 3_600_000;

/** An instant as a calendar and a clock in some zone show it. */
export interface LocalDate {
  readonly instantMs: number;
  /** What is shown, as if it were UTC. */
  readonly localMs: number;
  /** Astronomical: 0 is the year before 1. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly dayOfYear: number;
  /** 1 is Monday. */
  readonly dayOfWeek: number;
}

export function localDateOf(instantMs: number, localMs: number): LocalDate {
  const date = new Date(localMs);
  const year = date.getUTCFullYear();
  return {
    instantMs,
    localMs,
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfYear: Math.floor((localMs - startOfYear(year)) / dayMs) + 1,
    dayOfWeek: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
  };
}

/** The week of ISO 8601, and the year it belongs to. */
export function isoWeekOf({ localMs, dayOfWeek }: LocalDate): {
  readonly year: number;
  readonly week: number;
} {
  // A week belongs to the year of its Thursday.
  const thursdayMs = localMs + (4 - dayOfWeek) * dayMs;
  const year = new Date(thursdayMs).getUTCFullYear();
  return { year, week: Math.floor((thursdayMs - startOfYear(year)) / dayMs / 7) + 1 };
}

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}
