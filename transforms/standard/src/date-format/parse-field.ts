import { eraNames, findName, halfDayNames, monthNames, weekdayNames, type NameSet } from './date-names.ts';
import type { PatternLetter } from './date-pattern.ts';
import { parseGeneralZone, parseIsoZone } from './parse-zone.ts';
import type { CalendarField, ParsedFields } from './parsed-fields.ts';
import type { FoundZone } from './zone-names.ts';

/** Where a field stands in a pattern. */
export interface FieldPlace {
  readonly letter: PatternLetter;
  readonly count: number;
  /** Whether another number follows at once, so that this one has exactly `count` characters. */
  readonly hasFixedWidth: boolean;
}

/** A text that is read, its digits of all scripts as ASCII digits. */
export interface TextToRead {
  readonly text: string;
  readonly fields: ParsedFields;
  /** The first year of the hundred to which years of two digits belong. */
  readonly centuryStart: number;
}

/** Reads a field at a position into the fields; returns where it ends, -1 when it is not there. */
export type FieldReader = (reading: TextToRead, start: number) => number;

interface NumberAt {
  readonly value: number;
  readonly digitsFrom: number;
  readonly end: number;
}

/** The fields that are just numbers. */
const plainNumbers: Readonly<Partial<Record<PatternLetter, CalendarField>>> = {
  w: 'weekOfYear',
  W: 'weekOfMonth',
  D: 'dayOfYear',
  d: 'day',
  F: 'weekdayInMonth',
  H: 'hour',
  K: 'hourOfHalfDay',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};

const nameReaders: Readonly<Partial<Record<PatternLetter, FieldReader>>> = {
  G: nameReader('era', eraNames, 0),
  E: nameReader('weekday', weekdayNames, 1),
  a: nameReader('halfDay', halfDayNames, 0),
};

const monthNameReader = nameReader('month', monthNames, 1);

/** What reads a field. Blanks before it are skipped, but not before names. */
export function fieldReader(place: FieldPlace): FieldReader {
  const { letter, count } = place;
  const isMonth = letter === 'M' || letter === 'L';
  const readName = isMonth && count > 2 ? monthNameReader : nameReaders[letter];
  if (readName !== undefined) return readName;
  if (letter === 'z' || letter === 'Z') return zoneReader(parseGeneralZone);
  if (letter === 'X') return zoneReader((text, start) => parseIsoZone(text, start, count));
  return (reading, start) => {
    const number = readNumber(reading.text, start, place);
    if (number === null) return -1;
    setNumber(reading, place, number);
    return number.end;
  };
}

/** Whether the field is written as a number. */
export function isNumeric(letter: PatternLetter, count: number): boolean {
  if (letter === 'M' || letter === 'L') return count <= 2;
  return !'GEazZX'.includes(letter);
}

const numberSyntax = /-?\d+(?:E-?\d+)?/y;

function readNumber(text: string, start: number, { count, hasFixedWidth }: FieldPlace): NumberAt | null {
  const digitsFrom = afterBlanks(text, start);
  if (hasFixedWidth && start + count > text.length) return null;
  numberSyntax.lastIndex = digitsFrom;
  const match = numberSyntax.exec(hasFixedWidth ? text.slice(0, start + count) : text);
  if (match === null) return null;
  const value = Math.trunc(Number(match[0]));
  return (value | 0) === value ? { value, digitsFrom, end: digitsFrom + match[0].length } : null;
}

function afterBlanks(text: string, start: number): number {
  let position = start;
  while (text.charAt(position) === ' ' || text.charAt(position) === '\t') position += 1;
  return position;
}

/** Fields whose numbers mean something else than they say. */
const readings: Readonly<
  Partial<Record<PatternLetter, readonly [CalendarField, (value: number) => number]>>
> = {
  M: ['month', (value) => value],
  L: ['month', (value) => value],
  k: ['hour', (value) => (value === 24 ? 0 : value)],
  h: ['hourOfHalfDay', (value) => (value === 12 ? 0 : value)],
  // Monday to Sunday, 1 to 7, as Sunday to Saturday; what is out of range is left to be rolled over.
  u: ['weekday', (value) => (value >= 1 && value <= 7 ? (value % 7) + 1 : value)],
};

function setNumber(reading: TextToRead, { letter, count }: FieldPlace, number: NumberAt): void {
  const { fields } = reading;
  if (letter === 'y' || letter === 'Y') {
    const year = count <= 2 ? fullYear(reading, number) : number.value;
    fields.set(letter === 'y' ? 'year' : 'weekYear', year);
    return;
  }
  const [field, meaning] = readings[letter] ?? [plainNumbers[letter] ?? 'millisecond', null];
  fields.set(field, meaning === null ? number.value : meaning(number.value));
}

/** Exactly two digits mean the year of the current hundred that ends so. */
function fullYear({ text, fields, centuryStart }: TextToRead, { value, digitsFrom, end }: NumberAt): number {
  if (end - digitsFrom !== 2 || text.charAt(digitsFrom) === '-') return value;
  const year = Math.floor(centuryStart / 100) * 100 + value;
  fields.hasEdgeYear = year === centuryStart;
  return year < centuryStart ? year + 100 : year;
}

function nameReader(field: CalendarField, names: NameSet, first: number): FieldReader {
  return ({ text, fields }, start) => {
    const found = findName(names, text, start);
    if (found === null) return -1;
    fields.set(field, found.index + first);
    return found.end;
  };
}

function zoneReader(parse: (text: string, start: number) => FoundZone | null): FieldReader {
  return ({ text, fields }, start) => {
    const zone = parse(text, afterBlanks(text, start));
    if (zone === null) return -1;
    fields.set('zoneOffsetMs', zone.offsetMs);
    return zone.end;
  };
}
