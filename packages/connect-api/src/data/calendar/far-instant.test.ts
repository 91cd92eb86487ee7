import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentKey } from '../content-key.ts';
import { javaClassNameOf } from '../java/class-name.ts';
import { DateSchema } from '../logical/date-schema.ts';
import { TimeSchema } from '../logical/time-schema.ts';
import { TimestampSchema } from '../logical/timestamp-schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { Struct } from '../struct/struct.ts';
import { validateValue } from '../validation/accept-value.ts';
import { valueEquals } from '../value-equality.ts';
import { convertToDate, convertToTime, convertToTimestamp } from '../values/convert/convert-instant.ts';
import { convertToInt64 } from '../values/convert/convert-number.ts';
import { epochMsOf, FarInstant, instantAt } from './far-instant.ts';

const maxDateMs = 8_640_000_000_000_000n;
const lastMs = 2n ** 63n - 1n;
const far = new FarInstant(2n ** 62n);

/** What a copy of this package shares with this one is the registered symbol, not the class. */
class ForeignFarInstant extends Date {
  readonly epochMs: bigint;

  constructor(epochMs: bigint) {
    super(Number.NaN);
    this.epochMs = epochMs;
  }
}
Object.defineProperty(ForeignFarInstant.prototype, Symbol.for('sluice.connect-api.far-instant'), {
  value: true,
});

describe('instantAt', () => {
  it('is a plain Date up to the last instant that it holds, and far beyond', () => {
    for (const sign of [1n, -1n]) {
      const near = instantAt(sign * maxDateMs);
      expect(near).not.toBeInstanceOf(FarInstant);
      expect(near.getTime()).toBe(Number(sign * maxDateMs));
      const next = instantAt(sign * (maxDateMs + 1n));
      expect(next).toBeInstanceOf(FarInstant);
      expect(epochMsOf(next)).toBe(sign * (maxDateMs + 1n));
    }
  });

  it('refuses what is beyond 64 bits', () => {
    expect(epochMsOf(instantAt(lastMs))).toBe(lastMs);
    expect(() => instantAt(lastMs + 1n)).toThrow(
      'The instant 9223372036854775808 ms after the epoch is beyond 64 bits',
    );
  });
});

describe('a far instant', () => {
  it('is none that a Date can hold, so that each instant has one form', () => {
    expect(() => new FarInstant(-maxDateMs)).toThrow(/is not far: a Date can hold it/);
  });

  it('is an invalid date to those who do not know it', () => {
    expect(far.getTime()).toBeNaN();
    expect(javaClassNameOf(far)).toBe('java.util.Date');
    expect(JSON.stringify([String(far), far])).toBe(
      '["4611686018427387904 ms after the epoch","4611686018427387904 ms after the epoch"]',
    );
  });

  it('comes back as the same number from every schema of instants that holds it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: lastMs }), (ms) => {
        const instant = TimestampSchema.decode(TimestampSchema.schema, ms);
        expect(TimestampSchema.encode(TimestampSchema.schema, instant)).toBe(ms);
        expect(convertToInt64(TimestampSchema.schema, instant)).toBe(ms);
      }),
    );
    fc.assert(
      fc.property(fc.integer(), (days) => {
        const instant = DateSchema.decode(DateSchema.schema, days);
        expect(DateSchema.encode(DateSchema.schema, instant)).toBe(days);
        expect(convertToInt64(DateSchema.schema, instant)).toBe(BigInt(days));
      }),
    );
  });

  it('fits schemas of instants, which a Date that is no instant does not', () => {
    const schema = SchemaBuilder.struct().field('at', TimestampSchema.schema).build();
    expect(new Struct(schema).put('at', far).getInstant('at')).toBe(far);
    const invalid = new Date(Number.NaN);
    expect(() => validateValue(TimestampSchema.schema, invalid)).toThrow(/a Date that is no instant/);
    expect(() => TimestampSchema.encode(TimestampSchema.schema, invalid)).toThrow(
      /a Date that is no instant/,
    );
    expect(epochMsOf(invalid)).toBeNaN();
  });

  it('is no midnight and no time of day where it is none', () => {
    expect(() => DateSchema.encode(DateSchema.schema, far)).toThrow(/should not have any time fields/);
    expect(() => TimeSchema.encode(TimeSchema.schema, far)).toThrow(/should not have any date fields/);
  });

  it('equals what is the same instant, also as key of a map', () => {
    const same = new FarInstant(far.epochMs);
    const other = new FarInstant(far.epochMs + 1n);
    expect(valueEquals(far, same)).toBe(true);
    expect(valueEquals(far, other)).toBe(false);
    expect(valueEquals(far, new Date(Number.NaN))).toBe(false);
    expect(valueEquals(new Map([[far, 1]]), new Map([[same, 1]]))).toBe(true);
    expect(valueEquals(new Map([[far, 1]]), new Map([[other, 1]]))).toBe(false);
    expect(contentKey(far)).toBe('instant 4611686018427387904');
  });

  it('is known when another copy of this package made it', () => {
    const foreign = new ForeignFarInstant(far.epochMs);
    expect(epochMsOf(foreign)).toBe(far.epochMs);
    expect(valueEquals(foreign, far)).toBe(true);
    expect(() => validateValue(TimestampSchema.schema, foreign)).not.toThrow();
  });
});

describe('conversions of a far Timestamp', () => {
  const days = 185_542_587_100_800_000n;

  it.each([
    [days + 1n, days, 1],
    [-days - 1n, -days, 86_399_999],
  ])('%d keep the whole days, or the time of day', (ms, midnight, timeOfDay) => {
    const instant = new FarInstant(ms);
    expect(epochMsOf(convertToDate(TimestampSchema.schema, instant))).toBe(midnight);
    expect(convertToTime(TimestampSchema.schema, instant).getTime()).toBe(timeOfDay);
    expect(convertToTimestamp(TimestampSchema.schema, instant)).toBe(instant);
  });

  it('refuse a Date whose days do not fit INT32', () => {
    expect(() => convertToDate(TimestampSchema.schema, far)).toThrow(
      /counts days in 32 bits, which cannot hold 53375995583/,
    );
  });
});
