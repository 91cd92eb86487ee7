import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstants, formatInstant, parseInstant, type CalendarSystem } from './sql-instant.ts';
import { TimeZone } from './time-zone.ts';

const utc = new TimeZone('UTC');
const berlin = new TimeZone('Europe/Berlin');

function parsed(text: string, zone = utc, calendar: CalendarSystem = 'LEGACY') {
  return parseInstant(text, { zone, calendar });
}

describe('the text of an instant', () => {
  it.each([
    ['2024-02-29 12:34:56', 1_709_210_096_000, 0],
    ['2024-02-29 12:34:56.7', 1_709_210_096_700, 0],
    ['2024-02-29 12:34:56.789123', 1_709_210_096_789, 123_000],
    ['2024-02-29 12:34:56.789123+00', 1_709_210_096_789, 123_000],
    ['2024-02-29 12:34:56.789123456', 1_709_210_096_789, 123_456],
    ['2024-02-29T12:34:56.789Z', 1_709_210_096_789, 0],
    ['2024-02-29 14:34:56+02', 1_709_210_096_000, 0],
    ['2024-02-29 12:04:56-00:30', 1_709_210_096_000, 0],
    ['2024-02-29', 1_709_164_800_000, 0],
    ['1969-12-31 23:59:59.999999', -1, 999_000],
    ['12024-02-29 00:00:00', Date.UTC(12_024, 1, 29), 0],
  ])('%s is read to the microsecond', (text, epochMs, nanosOfMs) => {
    expect(parsed(text)).toEqual({ epochMs, nanosOfMs });
  });

  it.each(['', 'yesterday', '2024-02', '2024-02-29 12:34:5x', '2024-02-29 12:34:56.', '2024-02-29 1a:34:56'])(
    '%j is none',
    (text) => {
      expect(parsed(text)).toBeNull();
    },
  );

  it('without a zone is what clocks showed there', () => {
    expect(parsed('2024-07-01 12:00:00', berlin)?.epochMs).toBe(Date.UTC(2024, 6, 1, 10));
    expect(parsed('2024-01-01 12:00:00.5', berlin)?.epochMs).toBe(Date.UTC(2024, 0, 1, 11, 0, 0, 500));
    expect(parsed('2024-07-01 12:00:00+00', berlin)?.epochMs).toBe(Date.UTC(2024, 6, 1, 12));
  });

  it('of a time that comes twice is the second, of one that is skipped later', () => {
    expect(parsed('2024-10-27 02:30:00', berlin)?.epochMs).toBe(Date.UTC(2024, 9, 27, 1, 30));
    expect(parsed('2024-03-31 02:30:00', berlin)?.epochMs).toBe(Date.UTC(2024, 2, 31, 1, 30));
  });

  it('is Julian before 15 October 1582, unless asked otherwise', () => {
    expect(parsed('1500-01-01', utc, 'PROLEPTIC_GREGORIAN')?.epochMs).toBe(Date.UTC(1500, 0, 1));
    expect(parsed('1500-01-01', utc, 'LEGACY')?.epochMs).toBe(Date.UTC(1500, 0, 10));
  });

  it('knows years before Christ and the infinities of PostgreSQL', () => {
    expect(parsed('0001-01-01 00:00:00 BC', utc, 'PROLEPTIC_GREGORIAN')?.epochMs).toBe(-62_167_219_200_000);
    expect(parsed('infinity')?.epochMs).toBe(9_223_372_036_825_200_000);
    expect(parsed('-infinity')?.epochMs).toBe(-9_223_372_036_832_400_000);
  });

  it('comes back as it was written', () => {
    const micros = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 999 }), (epochMs, microsOfMs) => {
        const instant = { epochMs, nanosOfMs: microsOfMs * 1000 };
        expect(parsed(formatInstant(instant, utc))).toEqual(instant);
        expect(parsed(`${formatInstant(instant, utc)}+00`, berlin)).toEqual(instant);
      }),
    );
  });
});

describe('instants', () => {
  it('are in order', () => {
    const at = (epochMs: number, nanosOfMs: number) => ({ epochMs, nanosOfMs });
    expect(compareInstants(at(1, 5), at(1, 6))).toBeLessThan(0);
    expect(compareInstants(at(2, 0), at(1, 6))).toBeGreaterThan(0);
    expect(compareInstants(at(1, 6), at(1, 6))).toBe(0);
  });
});
