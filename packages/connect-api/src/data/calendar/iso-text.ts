import { counterpartOf } from './calendar-cycle.ts';
import { epochMsOf, instantAt } from './far-instant.ts';
import { fromEpochMs, toEpochMs, type WallTime } from './hybrid-calendar.ts';
import { fromWallMs, toWallMs } from './local-zone.ts';
import { withAsciiDigits } from '../numbers/unicode-digits.ts';

/** The patterns by which instants are written as text and recognised in it. */
export type IsoPattern = 'date' | 'time' | 'timestamp';

type Part = keyof WallTime | { readonly literal: string };

const dateParts: readonly Part[] = ['year', literal('-'), 'month', literal('-'), 'day'];
const timeParts: readonly Part[] = [
  'hour',
  literal(':'),
  'minute',
  literal(':'),
  'second',
  literal('.'),
  'millisecond',
  literal('Z'),
];

const patterns: Readonly<Record<IsoPattern, readonly Part[]>> = {
  date: dateParts,
  time: timeParts,
  timestamp: [...dateParts, literal('T'), ...timeParts],
};

const widths: Readonly<Partial<Record<keyof WallTime, number>>> = { year: 4, millisecond: 3 };

const nextNumber = /[ \t]*(-?\d+(?:E-?\d+)?)/y;

function literal(text: string): Part {
  return { literal: text };
}

/**
 * Writes an instant as `yyyy-MM-dd`, `HH:mm:ss.SSS'Z'` or both with a `T`, in the time zone of the process in spite
 * of the `Z`.
 */
export function formatIso(pattern: IsoPattern, instant: Date): string {
  const { epochMs, shiftYears } = counterpartOf(epochMsOf(instant));
  const wall = fromEpochMs(toWallMs(epochMs));
  const year = wall.year + shiftYears;
  const shown = { ...wall, year: year > 0 ? year : 1 - year };
  return patterns[pattern]
    .map((part) => (typeof part === 'string' ? padded(part, shown[part]) : part.literal))
    .join('');
}

/**
 * Reads what {@link formatIso} writes, leniently: numbers may have any number of digits, blanks or a minus sign
 * before them and even an exponent (`2E3`), fields out of range roll over, and the text may go on after the pattern.
 * `null` when it does not match, or a number or the milliseconds of the instant would run over, as they do in Java,
 * beyond its 32 or 64 bits.
 */
export function parseIso(pattern: IsoPattern, text: string): Date | null {
  const wall = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
  const plain = withAsciiDigits(text);
  let position = 0;
  for (const part of patterns[pattern]) {
    if (typeof part === 'string') {
      nextNumber.lastIndex = position;
      const match = nextNumber.exec(plain);
      if (match === null) return null;
      const value = Math.trunc(Number(match[1]));
      if ((value | 0) !== value) return null;
      wall[part] = value;
      position = nextNumber.lastIndex;
    } else {
      if (!plain.startsWith(part.literal, position)) return null;
      position += part.literal.length;
    }
  }
  const { epochMs, shiftMs } = counterpartOf(toEpochMs(wall));
  const exactMs = BigInt(fromWallMs(epochMs)) + shiftMs;
  return BigInt.asIntN(64, exactMs) === exactMs ? instantAt(exactMs) : null;
}

function padded(part: keyof WallTime, value: number): string {
  return String(value).padStart(widths[part] ?? 2, '0');
}
