import { failure } from '../evaluate/evaluation-failure.ts';

const offset = /^([+-]?)(\d\d):(\d\d)$/;

/** The formats of the zones that were asked for last: to make one takes as long as a thousand uses. */
const formats = new Map<string, Intl.DateTimeFormat>();
const maxFormats = 32;

/** The date and time that clocks show in a zone, as if it were in UTC. @throws EvaluationFailure for no zone. */
export function wallDate(epochMs: number, zone: string | null): Date {
  if (zone === null || zone === 'UTC') return new Date(epochMs);
  const fixed = offset.exec(zone);
  if (fixed === null) return new Date(wallMs(formatOf(zone), epochMs));
  const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
  return new Date(epochMs + (fixed[1] === '-' ? -minutes : minutes) * 60_000);
}

function wallMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(epochMs)) part[type] = value;
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  date.setUTCHours(
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
    new Date(epochMs).getUTCMilliseconds(),
  );
  return date.getTime();
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= maxFormats) formats.clear();
  const format = newFormat(zone);
  formats.set(zone, format);
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw failure('there is no such time zone; zones are written Europe/Berlin or +02:00');
  }
}
