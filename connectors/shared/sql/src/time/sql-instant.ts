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
