import { readFileSync } from 'node:fs';
import { epochMsOf, TimestampSchema } from '@sluice/connect-api';
import { expectedOutcome, outcomeOf, type ErrorNotation } from '@sluice/connect-api/vector-notation';
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DateFormat } from './date-format.ts';

interface DateCase {
  readonly id: string;
  readonly direction: 'format' | 'parse';
  readonly pattern: string;
  readonly millis?: string;
  readonly text?: string;
  readonly output?: string;
  readonly error?: ErrorNotation;
}

const vectors = JSON.parse(
  readFileSync(new URL('../fixtures/date-format.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly DateCase[] };

/** Throws for a text that does not match, as Java does. */
function run({ direction, pattern, millis, text }: DateCase): string {
  const format = new DateFormat(pattern);
  if (direction === 'format') {
    return format.format(TimestampSchema.decode(TimestampSchema.schema, BigInt(millis ?? 0)));
  }
  const instant = format.parse(text ?? '');
  if (instant === null) throw new RangeError('the text does not match');
  return String(epochMsOf(instant));
}

describe('patterns of dates mean what they mean in Java', () => {
  it.each(vectors.cases.map((one): [string, DateCase] => [`${one.id}: ${one.pattern}`, one]))(
    '%s',
    (_, one) => {
      expect(outcomeOf(() => run(one), one.error)).toEqual(expectedOutcome(one.output, one.error));
    },
  );
});

const day = 86_400_000;
const instants = integer({ min: Date.UTC(1583, 0), max: Date.UTC(2399, 11) }).map((ms) => new Date(ms));

describe('a date format', () => {
  it.each([
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    'EEEE, d MMMM yyyy G hh:mm:ss.SSS a zzzz',
    'yyyyDDDHHmmssSSS',
    "YYYY-'W'ww-u kk:mm:ss.SSS Z",
    'MMM yyyy W EEE H m s S',
    'MMM yyyy F EEE K:mm:ss.SSS a',
  ])('reads what it writes: %s', (pattern) => {
    const format = new DateFormat(pattern);
    assert(
      property(instants, (instant) => format.parse(format.format(instant))?.getTime() === instant.getTime()),
    );
  });

  it('shows the same day as ISO texts do', () => {
    const format = new DateFormat('yyyy-MM-dd');
    assert(property(instants, (instant) => format.format(instant) === instant.toISOString().slice(0, 10)));
  });

  it('counts weeks from Sunday, the first being that of 1 January', () => {
    const format = new DateFormat('YYYY ww');
    const week = (text: string): string => format.format(new Date(text));
    expect(week('2022-12-31')).toBe('2022 53');
    expect(week('2023-01-01')).toBe('2023 01');
    expect(week('2023-12-30')).toBe('2023 52');
    expect(week('2023-12-31')).toBe('2024 01');
  });

  it('takes years of two digits for those around now', () => {
    const format = new DateFormat('yy-MM-dd', new Date('2026-11-27T12:00:00Z'));
    const year = (text: string): number | undefined => format.parse(text)?.getUTCFullYear();
    expect([year('47-01-01'), year('45-01-01'), year('26-01-01')]).toEqual([1947, 2045, 2026]);
    expect([year('46-11-28'), year('46-11-27')]).toEqual([1946, 2046]);
  });

  it('doubles a quote inside and outside of quoted text', () => {
    const format = (pattern: string): string => new DateFormat(pattern).format(new Date(0));
    expect(format("''''")).toBe("''");
    expect(format("'a''b'''")).toBe("a'b'");
    expect(format("'''a'")).toBe("'a");
  });

  it('reaches as far as 64 bits, where a Date has ended', () => {
    const format = new DateFormat('yyyy-MM-dd');
    const far = format.parse('292277026-01-01');
    expect(far === null ? null : epochMsOf(far)).toBeTypeOf('bigint');
    expect(far === null ? null : format.format(far)).toBe('292277026-01-01');
    expect(format.parse('2000000000-01-01')).toBeNull();
    expect(format.parse('99999999999-01-01')).toBeNull();
  });

  it('lets a weekday count only where nothing better is said', () => {
    const millis = (pattern: string, text: string) => new DateFormat(pattern).parse(text)?.getTime();
    expect(millis('E dd', 'Mon 08')).toBe(7 * day);
    expect(millis('E', 'Mon')).toBe(4 * day);
  });
});
