const quarterHourMs = 900_000;
const maxKnown = 4096;
/** 1 January of the year 1: before, there are no zones to speak of, and years are written differently. */
const firstMs = -62_135_596_800_000;

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** Gives the milliseconds between UTC and what clocks of a zone show at an instant. @throws RangeError for no zone. */
export function zoneShift(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (format.resolvedOptions().timeZone === 'UTC') return () => 0;
  // Zones change their offset at quarters of an hour only.
  const known = new Map<number, number>();
  return (epochMs) => {
    const quarter = Math.floor(Math.max(epochMs, firstMs) / quarterHourMs);
    const shift = known.get(quarter) ?? shiftAt(format, quarter * quarterHourMs);
    if (known.size >= maxKnown) known.clear();
    known.set(quarter, shift);
    return shift;
  };
}

function shiftAt(format: Intl.DateTimeFormat, epochMs: number): number {
  const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const date = new Date(0);
  date.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  date.setUTCHours(part('hour'), part('minute'), part('second'));
  return date.getTime() - epochMs;
}
