import { ConfigError } from '@sluice/connect-api';
import { isoWeekOf, type LocalDate } from './local-date.ts';

/** One piece of a pattern: fixed text, or a field by its letter and how often the letter stands there. */
type Piece = { readonly text: string } | { readonly letter: string; readonly count: number };

/** What a date can be shown with beside itself. */
export interface DateNames {
  readonly locale: string;
  readonly zoneId: string;
}

type FieldText = (date: LocalDate, count: number, names: DateNames) => string;

/**
 * Compiles a path format as Joda-Time reads date patterns: `YYYY` is the year, text stands in quotes, and `''` is a quote.
 * Other than in Java's SimpleDateFormat, `Y` is the year of the era and `x` the year of the week.
 * @throws ConfigError when a letter means nothing.
 */
export function compilePathPattern(pattern: string, names: DateNames): (date: LocalDate) => string {
  const pieces = splitPattern(pattern).map((piece) => {
    if ('text' in piece) return () => piece.text;
    const show = fields[piece.letter];
    if (show === undefined) throw illegalLetter(pattern, piece.letter);
    return (date: LocalDate) => show(date, piece.count, names);
  });
  return (date) => pieces.map((show) => show(date)).join('');
}

function splitPattern(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [whole, quoted, letter] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (letter !== undefined) pieces.push({ letter, count: whole.length });
    else if (whole === "''") pieces.push({ text: "'" });
    else pieces.push({ text: quoted === undefined ? whole : quoted.replaceAll("''", "'") });
  }
  return pieces;
}

function illegalLetter(pattern: string, letter: string): ConfigError {
  return new ConfigError(
    `Invalid value ${pattern} for configuration path.format: Illegal pattern component: ${letter}`,
  );
}

function digits(value: number, count: number): string {
  const text = String(Math.abs(value)).padStart(count, '0');
  return value < 0 ? `-${text}` : text;
}

/** Two letters show the last two digits. */
function yearText(year: number, count: number): string {
  return count === 2 ? digits(((year % 100) + 100) % 100, 2) : digits(year, count);
}

function named(date: LocalDate, { locale }: DateNames, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date.localMs);
}

function partOf(date: LocalDate, names: DateNames, type: 'era' | 'dayPeriod'): string {
  const options: Intl.DateTimeFormatOptions =
    type === 'era' ? { era: 'short' } : { hour: 'numeric', hour12: true };
  const format = new Intl.DateTimeFormat(names.locale, { ...options, timeZone: 'UTC' });
  return format.formatToParts(date.localMs).find((part) => part.type === type)?.value ?? '';
}

function zoneName(date: LocalDate, count: number, { locale, zoneId }: DateNames): string {
  const timeZoneName = count >= 4 ? 'long' : 'short';
  const format = new Intl.DateTimeFormat(locale, { timeZone: zoneId, timeZoneName });
  return format.formatToParts(date.instantMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function offsetText({ localMs, instantMs }: LocalDate, count: number, { zoneId }: DateNames): string {
  if (count >= 3) return zoneId;
  const minutes = Math.round((localMs - instantMs) / 60_000);
  const absolute = Math.abs(minutes);
  const sign = minutes < 0 ? '-' : '+';
  return `${sign}${digits(Math.floor(absolute / 60), 2)}${count === 1 ? '' : ':'}${digits(absolute % 60, 2)}`;
}

const eraYear = (year: number): number => (year > 0 ? year : 1 - year);

const fields: Readonly<Record<string, FieldText>> = {
  G: (date, _count, names) => partOf(date, names, 'era'),
  C: ({ year }, count) => digits(Math.floor(eraYear(year) / 100), count),
  Y: ({ year }, count) => yearText(eraYear(year), count),
  y: ({ year }, count) => yearText(year, count),
  x: (date, count) => yearText(isoWeekOf(date).year, count),
  w: (date, count) => digits(isoWeekOf(date).week, count),
  e: ({ dayOfWeek }, count) => digits(dayOfWeek, count),
  E: (date, count, names) => named(date, names, { weekday: count >= 4 ? 'long' : 'short' }),
  D: ({ dayOfYear }, count) => digits(dayOfYear, count),
  M: (date, count, names) =>
    count < 3 ? digits(date.month, count) : named(date, names, { month: count >= 4 ? 'long' : 'short' }),
  d: ({ day }, count) => digits(day, count),
  a: (date, _count, names) => partOf(date, names, 'dayPeriod'),
  K: ({ hour }, count) => digits(hour % 12, count),
  h: ({ hour }, count) => digits(hour % 12 === 0 ? 12 : hour % 12, count),
  H: ({ hour }, count) => digits(hour, count),
  k: ({ hour }, count) => digits(hour === 0 ? 24 : hour, count),
  m: ({ minute }, count) => digits(minute, count),
  s: ({ second }, count) => digits(second, count),
  S: ({ millisecond }, count) => digits(millisecond, 3).padEnd(count, '0').slice(0, count),
  z: zoneName,
  Z: offsetText,
};
