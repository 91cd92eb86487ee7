import { instantAt } from '@sluice/connect-api';
import type { SqlValue } from '../database/database.ts';
import { parseInstant, parseOffsetMs, type SqlInstant } from '../time/sql-instant.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { MappingOptions, TimestampGranularity } from './mapping-options.ts';
import { misfit, type Misfit } from './misfit.ts';

const msPerDay = 86_400_000;
const utc = new TimeZone('UTC');

/** Reads the timestamps of a column; `null` for a zero date that is to be null. */
export type InstantReader = (value: SqlValue) => SqlInstant | Misfit | null;

/** @param zone - where clocks show what texts without a zone say. */
export function instantReader(zone: TimeZone, { calendar, zeroDates }: MappingOptions): InstantReader {
  const options = { zone, calendar };
  return (value) => {
    // SQLite has no type for it: what Java's driver stores are milliseconds since the epoch.
    if (typeof value === 'bigint' || typeof value === 'number') {
      return { epochMs: Math.floor(Number(value)), nanosOfMs: 0 };
    }
    const text = String(value);
    if (text.startsWith('0000-00-00')) return zeroDate(zeroDates, options);
    return parseInstant(text, options) ?? misfit('no date or time that is understood');
  };
}

function zeroDate(
  zeroDates: MappingOptions['zeroDates'],
  options: Parameters<typeof parseInstant>[1],
): SqlInstant | Misfit | null {
  if (zeroDates === 'CONVERT_TO_NULL') return null;
  const rounded = zeroDates === 'ROUND' ? parseInstant('0001-01-01 00:00:00', options) : null;
  return (
    rounded ?? misfit('a date that does not exist; zeroDateTimeBehavior in the URL says what to make of it')
  );
}

/** Midnight UTC of a day; MySQL's years are their first day. */
export function dateDecoder(options: MappingOptions): (value: SqlValue) => Date | Misfit | null {
  const read = instantReader(utc, options);
  return (value) => {
    const instant = read(typeof value === 'string' && /^\d{4}$/.test(value) ? `${value}-01-01` : value);
    if (instant === null || 'reason' in instant) return instant;
    return instantAt(wholeDays(instant.epochMs));
  };
}

/** Infinities have no midnight. */
function wholeDays(epochMs: number): number | bigint {
  return Number.isSafeInteger(epochMs) ? Math.floor(epochMs / msPerDay) * msPerDay : BigInt(epochMs);
}

const timeSyntax = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?$/;

/** The time of a day in milliseconds; with a zone, the time in UTC. */
export function decodeTime(value: SqlValue): Date | Misfit {
  const match = timeSyntax.exec(String(value));
  if (match === null) return misfit('no time of a day');
  const [, hour, minute, second, fraction = '', zone] = match;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const ms = seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (ms > msPerDay) return misfit('no time of a day');
  if (zone === undefined) return new Date(ms);
  return new Date((((ms - parseOffsetMs(zone)) % msPerDay) + msPerDay) % msPerDay);
}

/** What an instant becomes by the granularity that was asked for. */
export function instantEncoder(
  granularity: TimestampGranularity,
  zone: TimeZone,
): (instant: SqlInstant) => Date | bigint | string {
  switch (granularity) {
    case 'connect_logical':
      return ({ epochMs }) => instantAt(Number.isSafeInteger(epochMs) ? epochMs : BigInt(epochMs));
    case 'micros_long':
      return micros;
    case 'micros_string':
      return (instant) => String(micros(instant));
    case 'nanos_long':
      return nanos;
    case 'nanos_string':
      return (instant) => String(nanos(instant));
    case 'micros_iso_datetime_string':
      return (instant) => isoText(instant, zone).slice(0, -3);
    case 'nanos_iso_datetime_string':
      return (instant) => isoText(instant, zone);
  }
}

function micros({ epochMs, nanosOfMs }: SqlInstant): bigint {
  return BigInt(epochMs) * 1000n + BigInt(Math.floor(nanosOfMs / 1000));
}

function nanos({ epochMs, nanosOfMs }: SqlInstant): bigint {
  return BigInt(epochMs) * 1_000_000n + BigInt(nanosOfMs);
}

/** On the wall of the zone, with nine digits of the second. */
function isoText({ epochMs, nanosOfMs }: SqlInstant, zone: TimeZone): string {
  const text = new Date(epochMs + zone.offsetMsAt(epochMs)).toISOString().slice(0, -1);
  return text + String(nanosOfMs).padStart(6, '0');
}
