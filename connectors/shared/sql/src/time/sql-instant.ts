import { toEpochMs, type WallTime } from '@sluice/connect-api';
import type { TimeZone } from './time-zone.ts';

/** An instant to the nanosecond. */
export interface SqlInstant {
  /** Milliseconds since the epoch, downwards. */
  readonly epochMs: number;
  /** Beyond the millisecond, below a million. */
  readonly nanosOfMs: number;
}

/**
 * How days before 15 October 1582 are counted: as Java's old calendar does, Julian, or as databases do, as if the Gregorian
 * calendar had always been there.
 */
export type CalendarSystem = 'LEGACY' | 'PROLEPTIC_GREGORIAN';

export interface InstantOptions {
  /** Of texts that do not tell theirs. */
  readonly zone: TimeZone;
  readonly calendar: CalendarSystem;
}

/** Where PostgreSQL's infinities lie for Java's driver. */
const infinity = { epochMs: 9_223_372_036_825_200_000, nanosOfMs: 0 };
const minusInfinity = { epochMs: -9_223_372_036_832_400_000, nanosOfMs: 0 };

const syntax =
  /^(\d{1,6})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?(\sBC)?$/;

/** Reads a date, or a date and a time with or without its zone, as databases write them; `null` when it is something else. */
export function parseInstant(text: string, options: InstantOptions): SqlInstant | null {
  return parseUsual(text, options) ?? parseAny(text, options);
}

const [zero, dash, colon, point, blank] = [0x30, 0x2d, 0x3a, 0x2e, 0x20];

/** The number that digits of a text are; negative when one is no digit. */
function digitsAt(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Nearly all there are: `2024-01-31 12:00:00.123456`, maybe with `+00` behind it, of a year after 1582. */
function parseUsual(text: string, { zone }: InstantOptions): SqlInstant | null {
  const isUtc = text.endsWith('+00');
  const end = isUtc ? text.length - 3 : text.length;
  if (end < 19 || end > 26 || text.charCodeAt(10) !== blank) return null;
  const year = digitsAt(text, 0, 4);
  const micros = microsAt(text, end);
  if (year <= 1582 || micros < 0 || !hasMarks(text)) return null;
  const day = Date.UTC(year, digitsAt(text, 5, 7) - 1, digitsAt(text, 8, 10));
  const hour = digitsAt(text, 11, 13);
  const minute = digitsAt(text, 14, 16);
  const second = digitsAt(text, 17, 19);
  if (hour < 0 || minute < 0 || second < 0) return null;
  const ms = Math.floor(micros / 1000);
  const wallMs = day + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return { epochMs: isUtc ? wallMs : zone.instantOf(wallMs), nanosOfMs: (micros - ms * 1000) * 1000 };
}

function hasMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === dash &&
    text.charCodeAt(7) === dash &&
    text.charCodeAt(13) === colon &&
    text.charCodeAt(16) === colon
  );
}

/** Up to six digits behind the point that stands after the seconds. */
function microsAt(text: string, end: number): number {
  if (end === 19) return 0;
  const digits = end - 20;
  if (text.charCodeAt(19) !== point || digits === 0) return -1;
  return digitsAt(text, 20, end) * (powersOfTen[6 - digits] ?? 1);
}

const powersOfTen = [1, 10, 100, 1000, 10_000, 100_000] as const;

function parseAny(text: string, options: InstantOptions): SqlInstant | null {
  const match = syntax.exec(text);
  if (match === null) return parseInfinity(text);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone, bc] = match;
  const nanos = fraction === '' ? 0 : Number(fraction.padEnd(9, '0'));
  const ms = Math.floor(nanos / 1_000_000);
  const wallMs = wallMsOf(
    {
      year: bc === undefined ? Number(year) : 1 - Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      millisecond: ms,
    },
    options.calendar,
  );
  const epochMs = zone === undefined ? options.zone.instantOf(wallMs) : wallMs - parseOffsetMs(zone);
  return { epochMs, nanosOfMs: nanos - ms * 1_000_000 };
}

function parseInfinity(text: string): SqlInstant | null {
  if (text === 'infinity') return infinity;
  return text === '-infinity' ? minusInfinity : null;
}

function wallMsOf(wall: WallTime, calendar: CalendarSystem): number {
  // From then on both calendars are the same.
  if (wall.year > 1582) {
    return Date.UTC(
      wall.year,
      wall.month - 1,
      wall.day,
      wall.hour,
      wall.minute,
      wall.second,
      wall.millisecond,
    );
  }
  if (calendar === 'LEGACY') return Number(toEpochMs(wall));
  const date = new Date(0);
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  return date.setUTCHours(wall.hour, wall.minute, wall.second, wall.millisecond);
}

/** `+01`, `-03:30`, `+0530`, `+00:53:28`. */
export function parseOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replaceAll(':', '').padEnd(6, '0');
  const seconds =
    (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60 + Number(digits.slice(4, 6));
  return (zone.startsWith('-') ? -seconds : seconds) * 1000;
}

/** The text of an instant on the wall of a zone, to the microsecond: `2024-01-31 12:00:00.123456`. */
export function formatInstant({ epochMs, nanosOfMs }: SqlInstant, zone: TimeZone): string {
  const text = new Date(epochMs + zone.offsetMsAt(epochMs)).toISOString().slice(0, -1).replace('T', ' ');
  return text + String(Math.floor(nanosOfMs / 1000)).padStart(3, '0');
}

/** Below, at or above 0 as the first is earlier, the same or later. */
export function compareInstants(a: SqlInstant, b: SqlInstant): number {
  return a.epochMs - b.epochMs || a.nanosOfMs - b.nanosOfMs;
}
