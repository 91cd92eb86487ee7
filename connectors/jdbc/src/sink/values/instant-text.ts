import { epochMsOf } from '@sluice/connect-api';
import type { TimeUnit } from './value-type.ts';

/** A point on a calendar and a clock: milliseconds since 1970, and what is beyond them. */
export interface Moment {
  readonly epochMs: number;
  /** From 0 to 999,999. */
  readonly nanos: number;
}

/** The moment of a `Date`, `null` when a calendar of databases does not reach it. */
export function momentOfDate(date: Date): Moment | null {
  const epochMs = epochMsOf(date);
  return typeof epochMs === 'number' && !Number.isNaN(epochMs) ? { epochMs, nanos: 0 } : null;
}

const perMs = { milliseconds: 1n, microseconds: 1000n, nanoseconds: 1_000_000n } as const;

/** The moment that a count since 1970, or since midnight, stands for; `null` when it is too far away. */
export function momentOfCount(count: number | bigint, unit: TimeUnit): Moment | null {
  const exact = BigInt(count);
  const units = perMs[unit];
  const within = ((exact % units) + units) % units;
  const epochMs = Number((exact - within) / units);
  if (Math.abs(epochMs) > 8.64e15) return null;
  return { epochMs, nanos: Number(within * (1_000_000n / units)) };
}

const zonedText =
  /^([+-]?\d{4,6})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** The moment of a text in ISO 8601 with an offset; `null` when it is none. */
export function momentOfZonedText(text: string): Moment | null {
  const match = zonedText.exec(text);
  if (match === null) return null;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '0',
    fraction = '',
    offset = 'Z',
  ] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const nanos = Number(fraction.padEnd(9, '0'));
  const epochMs = date.getTime() - offsetMs(offset) + Math.floor(nanos / 1_000_000);
  return Number.isNaN(epochMs) ? null : { epochMs, nanos: nanos % 1_000_000 };
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || '0');
  return sign * minutes * 60_000;
}

/** The number of digits after the point of a second that the moment needs. */
export function fractionDigits({ epochMs, nanos }: Moment): number {
  if (nanos === 0) return trailing(Math.abs(epochMs % 1000), 3);
  return trailing(Math.abs(nanos), 6) + 3;
}

function trailing(number: number, width: number): number {
  let digits = width;
  let rest = number;
  while (digits > 0 && rest % 10 === 0) {
    rest /= 10;
    digits -= 1;
  }
  return digits;
}

/** The year, astronomical: the year before 1 is 0. */
export function yearOf({ epochMs }: Moment): number {
  return new Date(epochMs).getUTCFullYear();
}

/** The first millisecond of a year, astronomical. */
export function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/**
 * `2024-02-29 12:30:00.125` with as many digits after the point as are not zero. Years before 1 and after 9999 have a sign
 * and six digits.
 */
export function momentText(moment: Moment): string {
  return `${dateText(moment.epochMs)} ${clockText(moment)}`;
}

const msPerDay = 86_400_000;
const maxDays = 1024;
/** Moments of a batch are mostly of the same days. */
const knownDays = new Map<number, string>();

/** `2024-02-29`. */
export function dateText(epochMs: number): string {
  const day = Math.floor(epochMs / msPerDay);
  const known = knownDays.get(day);
  if (known !== undefined) return known;
  const iso = new Date(day * msPerDay).toISOString();
  const text = iso.slice(0, iso.indexOf('T'));
  if (knownDays.size >= maxDays) knownDays.clear();
  knownDays.set(day, text);
  return text;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `12:30:00.125`. */
export function clockText(moment: Moment): string {
  const { epochMs, nanos } = moment;
  const msOfDay = epochMs - Math.floor(epochMs / msPerDay) * msPerDay;
  const seconds = Math.floor(msOfDay / 1000);
  const minutes = Math.floor(seconds / 60);
  const text = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
  const digits = fractionDigits(moment);
  if (digits === 0) return text;
  const ms = String(msOfDay % 1000).padStart(3, '0');
  return `${text}.${(nanos === 0 ? ms : ms + String(nanos).padStart(6, '0')).slice(0, digits)}`;
}
