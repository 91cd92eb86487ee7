import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromEpochMs, toEpochMs } from './hybrid-calendar.ts';
import { formatIso, parseIso } from './iso-text.ts';
import { formatJavaDate } from './java-date-text.ts';

const originalZone = process.env['TZ'];

function useZone(zone: string): void {
  process.env['TZ'] = zone;
}

function parsed(text: string): number | undefined {
  return parseIso('timestamp', text)?.getTime();
}

beforeEach(() => useZone('UTC'));
afterEach(() => useZone(originalZone ?? 'UTC'));

describe('the calendar', () => {
  it('finds every day again, Julian or Gregorian', () => {
    const instants = fc.integer({ min: -9e15, max: 9e15 });
    fc.assert(
      fc.property(instants, (ms) => {
        expect(toEpochMs(fromEpochMs(ms))).toBe(ms);
      }),
    );
  });

  it('goes from 4 to 15 October 1582', () => {
    const first = Date.UTC(1582, 9, 15);
    expect(fromEpochMs(first)).toMatchObject({ year: 1582, month: 10, day: 15 });
    expect(fromEpochMs(first - 1)).toMatchObject({ year: 1582, month: 10, day: 4, hour: 23 });
  });

  it('takes the ten days that never were for as many days after', () => {
    expect(parseIso('date', '1582-10-10')?.getTime()).toBe(Date.UTC(1582, 9, 20));
  });

  it('knows 29 February of Julian centuries', () => {
    expect(formatIso('date', parseIso('date', '1500-02-29') ?? new Date())).toBe('1500-02-29');
  });
});

describe('texts of instants', () => {
  it('read back as the same instant', () => {
    const instants = fc.date({ min: new Date(-6e13), max: new Date(2.5e14), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parsed(formatIso('timestamp', instant))).toBe(instant.getTime());
      }),
    );
  });

  it('write years before 1 by their distance', () => {
    expect(formatIso('date', new Date(toEpochMs({ ...fromEpochMs(0), year: 0 })))).toBe('0001-01-01');
  });

  it('are nothing where no Date can hold them', () => {
    expect(parseIso('date', '999999-1-1')).toBeNull();
  });

  it.each(['2019-08', '2019/08/23', 'x', '2019-08-'])('do not match %j', (text) => {
    expect(parseIso('date', text)).toBeNull();
  });
});

describe('a time zone with summer time', () => {
  beforeEach(() => useZone('America/New_York'));

  it('is that of the process, in spite of the Z', () => {
    expect(parseIso('date', '2019-08-23')?.toISOString()).toBe('2019-08-23T04:00:00.000Z');
    expect(formatIso('timestamp', new Date(0))).toBe('1969-12-31T19:00:00.000Z');
  });

  it('takes the second of two equal times in autumn', () => {
    expect(parsed('2023-11-05T01:30:00.000Z')).toBe(Date.UTC(2023, 10, 5, 6, 30));
    expect(parsed('2023-11-05T00:30:00.000Z')).toBe(Date.UTC(2023, 10, 5, 4, 30));
    expect(parsed('2023-11-05T02:30:00.000Z')).toBe(Date.UTC(2023, 10, 5, 7, 30));
  });

  it('goes on where a time is skipped in spring', () => {
    expect(parsed('2023-03-12T02:30:00.000Z')).toBe(Date.UTC(2023, 2, 12, 7, 30));
    expect(parsed('2023-03-12T01:30:00.000Z')).toBe(Date.UTC(2023, 2, 12, 6, 30));
    expect(parsed('2023-03-13T00:00:00.000Z')).toBe(Date.UTC(2023, 2, 13, 4));
  });

  it('knows standard time only before 1900', () => {
    expect(parsed('1800-07-01T00:00:00.000Z')).toBe(Date.UTC(1800, 6, 1, 5));
  });
});

describe('formatJavaDate', () => {
  it('writes weekday, month, day, time, zone and year', () => {
    expect(formatJavaDate(new Date(1_700_000_000_123))).toBe('Tue Nov 14 22:13:20 UTC 2023');
    expect(formatJavaDate(new Date(-1))).toBe('Wed Dec 31 23:59:59 UTC 1969');
  });
});
