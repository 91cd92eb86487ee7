import { eraNames, halfDayNames, monthNames, weekdayNames, type NameSet } from './date-names.ts';
import type { PatternLetter } from './date-pattern.ts';
import { dayOfYearOf, weekOfMonthOf, weekOfYearOf, type Moment } from './moment.ts';

/** Writes one field of a moment; `count` is how often its letter stands in the pattern. */
type Writer = (moment: Moment, count: number) => string;

const numeric =
  (valueOf: (moment: Moment) => number): Writer =>
  (moment, count) =>
    padded(valueOf(moment), count);

const month: Writer = (moment, count) =>
  count < 3 ? padded(moment.month, count) : name(monthNames, moment.month - 1, count);

const writers: Readonly<Record<PatternLetter, Writer>> = {
  G: ({ year }) => eraNames.short[year > 0 ? 1 : 0] ?? '',
  y: (moment, count) => yearText(moment.year, count),
  Y: (moment, count) => yearText(weekOfYearOf(moment).weekYear, count),
  M: month,
  L: month,
  w: numeric((moment) => weekOfYearOf(moment).week),
  W: numeric(weekOfMonthOf),
  D: numeric(dayOfYearOf),
  d: numeric(({ day }) => day),
  F: numeric(({ day }) => Math.ceil(day / 7)),
  E: ({ weekday }, count) => name(weekdayNames, weekday, count),
  u: numeric(({ weekday }) => (weekday === 0 ? 7 : weekday)),
  a: ({ hour }) => halfDayNames.short[hour < 12 ? 0 : 1] ?? '',
  H: numeric(({ hour }) => hour),
  k: numeric(({ hour }) => (hour === 0 ? 24 : hour)),
  K: numeric(({ hour }) => hour % 12),
  h: numeric(({ hour }) => (hour % 12 === 0 ? 12 : hour % 12)),
  m: numeric(({ minute }) => minute),
  s: numeric(({ second }) => second),
  S: numeric(({ millisecond }) => millisecond),
  z: (_, count) => (count < 4 ? 'UTC' : 'Coordinated Universal Time'),
  Z: () => '+0000',
  X: () => 'Z',
};

/** What writes a field as its letter and their count say. */
export function fieldWriter(letter: PatternLetter, count: number): (moment: Moment) => string {
  const write = writers[letter];
  return (moment) => write(moment, count);
}

function padded(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** Of the era; two letters mean the last two digits. */
function yearText(year: number, count: number): string {
  const ofEra = year > 0 ? year : 1 - year;
  return padded(count === 2 ? ofEra % 100 : ofEra, count);
}

function name({ short, long }: NameSet, index: number, count: number): string {
  return (count < 4 ? short : long)[index] ?? '';
}
