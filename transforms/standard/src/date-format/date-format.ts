import { DataError, withAsciiDigits } from '@sluice/connect-api';
import { parseDatePattern, type PatternPart } from './date-pattern.ts';
import { fieldWriter } from './format-field.ts';
import { momentOf, type Moment } from './moment.ts';
import { fieldReader, isNumeric, type FieldReader } from './parse-field.ts';
import { ParsedFields } from './parsed-fields.ts';
import { resolveInstant } from './resolve-fields.ts';

/** Years of two digits lie between so many years ago and twenty years from now. */
const yearsBack = 80;

/**
 * Writes and reads instants by a pattern of `java.text.SimpleDateFormat`, in UTC and in English. The calendar is
 * Gregorian from 15 October 1582 and Julian before; weeks start on Sunday, the first of a year being that with its
 * first day.
 */
export class DateFormat {
  readonly pattern: string;
  readonly #writers: readonly ((moment: Moment) => string)[];
  readonly #readers: readonly FieldReader[];
  readonly #centuryStart: Date;

  /**
   * @param now - what years of two digits are near to.
   * @throws DataError when the pattern is none; the message says why in Java's words.
   */
  constructor(pattern: string, now = new Date()) {
    const parsed = parseDatePattern(pattern);
    if (parsed.problem !== null) {
      throw new DataError(parsed.problem, { javaClassName: 'java.lang.IllegalArgumentException' });
    }
    this.pattern = pattern;
    this.#writers = parsed.parts.map(writerOf);
    this.#readers = parsed.parts.map(readerOf);
    this.#centuryStart = new Date(now);
    this.#centuryStart.setUTCFullYear(now.getUTCFullYear() - yearsBack);
  }

  format(instant: Date): string {
    const moment = momentOf(instant);
    let text = '';
    for (const write of this.#writers) text += write(moment);
    return text;
  }

  /**
   * Reads an instant, leniently: fields out of range roll over, numbers may have blanks or a minus sign before them,
   * and the text may go on after the pattern. `null` when the text does not match it, or the pattern is empty.
   */
  parse(text: string): Date | null {
    if (this.#readers.length === 0) return null;
    const fields = new ParsedFields();
    const centuryStart = this.#centuryStart.getUTCFullYear();
    const reading = { text: withAsciiDigits(text), fields, centuryStart };
    let position = 0;
    for (const read of this.#readers) {
      position = read(reading, position);
      if (position < 0) return null;
    }
    const instant = resolveInstant(fields);
    if (!fields.hasEdgeYear || instant === null || instant >= this.#centuryStart) return instant;
    fields.addYears(100);
    return resolveInstant(fields);
  }
}

function writerOf(part: PatternPart): (moment: Moment) => string {
  return 'literal' in part ? () => part.literal : fieldWriter(part.letter, part.count);
}

function readerOf(part: PatternPart, index: number, parts: readonly PatternPart[]): FieldReader {
  if ('literal' in part) return literalReader(part.literal);
  const next = parts[index + 1];
  const hasFixedWidth = next !== undefined && 'letter' in next && isNumeric(next.letter, next.count);
  return fieldReader({ ...part, hasFixedWidth });
}

function literalReader(literal: string): FieldReader {
  return ({ text }, start) => (text.startsWith(literal, start) ? start + literal.length : -1);
}
