import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMsOf, FarInstant, instantAt } from './far-instant.ts';
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
    expect(formatIso('date', new Date(Number(toEpochMs({ ...fromEpochMs(0), year: 0 }))))).toBe('0001-01-01');
  });

  it('are none of a Date that is no instant', () => {
    const invalid = new Date(Number.NaN);
    expect(() => formatIso('date', invalid)).toThrow(/no instant has no place in the calendar/);
    expect(() => formatJavaDate(invalid)).toThrow(/no instant has no place in the calendar/);
  });

  it.each(['2019-08', '2019/08/23', 'x', '2019-08-'])('do not match %j', (text) => {
    expect(parseIso('date', text)).toBeNull();
  });
});

describe('texts of instants that no Date can hold', () => {
  it.each([
    [2n ** 63n - 1n, 'Sun Aug 17 07:12:55 UTC 292278994', '292278994-08-17T07:12:55.807Z'],
    [-(2n ** 63n), 'Sun Dec 02 16:47:04 UTC 292269055', '292269055-12-02T16:47:04.192Z'],
    [2n ** 62n, 'Fri Apr 24 15:36:27 UTC 146140482', '146140482-04-24T15:36:27.904Z'],
    [8_640_000_000_000_001n, 'Sat Sep 13 00:00:00 UTC 275760', '275760-09-13T00:00:00.001Z'],
    [-8_640_000_000_000_001n, 'Mon Nov 19 23:59:59 UTC 271817', '271817-11-19T23:59:59.999Z'],
    [-185_542_587_187_200_000n, 'Tue Mar 03 00:00:00 UTC 5877521', '5877521-03-03T00:00:00.000Z'],
  ])('are those of Java: %d', (ms, javaText, isoText) => {
    const instant = new FarInstant(ms);
    expect(formatJavaDate(instant)).toBe(javaText);
    expect(formatIso('timestamp', instant)).toBe(isoText);
  });

  it('go by summer time', () => {
    useZone('America/New_York');
    expect(formatIso('timestamp', new FarInstant(2n ** 62n))).toBe('146140482-04-24T11:36:27.904Z');
  });

  it.each([
    ['UTC', '999999-1-1', 31_494_753_244_800_000n],
    ['UTC', '275761-1-1', 8_640_009_504_000_000n],
    ['UTC', '-999999-1-1', -31_619_735_769_600_000n],
    ['UTC', '1970-1-9E8', 77_759_999_913_600_000n],
    ['UTC', '292278994-08-17', 9_223_372_036_828_800_000n],
    ['Australia/Sydney', '2E8-07-04', 6_311_328_248_728_800_000n],
    ['Australia/Sydney', '200000000-01-01', 6_311_328_232_741_200_000n],
  ])('read in %s %s as Java does', (zone, text, ms) => {
    useZone(zone);
    expect(epochMsOf(parseIso('date', text) ?? new Date(0))).toBe(ms);
  });

  it.each(['292278994-08-18', '-292269060-1-1', '2147483648-1-1', '1970-1-1E999'])(
    'are nothing where Java would run over: %s',
    (text) => {
      expect(parseIso('date', text)).toBeNull();
    },
  );

  it.each(['UTC', 'America/New_York'])('read back in %s as the same instant', (zone) => {
    useZone(zone);
    const instants = fc.bigInt({ min: 8n * 10n ** 15n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(instants.map(instantAt), (instant) => {
        const back = parseIso('timestamp', formatIso('timestamp', instant));
        // Of the two hours with one text in autumn the second is read.
        const laterMs = BigInt(epochMsOf(back ?? new Date(0))) - BigInt(epochMsOf(instant));
        expect([0n, 3_600_000n]).toContain(laterMs);
      }),
    );
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

  it('writes instants of two days in turn, on the day that the clock on the wall shows', () => {
    useZone('America/New_York');
    const evening = new Date('2024-03-10T04:59:59Z');
    const night = new Date('2024-03-10T05:00:00Z');
    for (let time = 0; time < 2; time += 1) {
      expect(formatJavaDate(evening)).toMatch(/^Sat Mar 09 23:59:59 .+ 2024$/);
      expect(formatJavaDate(night)).toMatch(/^Sun Mar 10 00:00:00 .+ 2024$/);
    }
    expect(formatJavaDate(new Date('2024-03-10T07:00:00Z'))).toMatch(/^Sun Mar 10 03:00:00 .+ 2024$/);
  });

  it('writes years of fewer than four digits with zeros', () => {
    expect(formatJavaDate(new Date(Date.parse('0999-01-01T00:00:00Z')))).toMatch(/ 0998$/);
    expect(formatJavaDate(new Date(Date.parse('0050-07-01T00:00:00Z')))).toMatch(/ 0050$/);
  });
});
