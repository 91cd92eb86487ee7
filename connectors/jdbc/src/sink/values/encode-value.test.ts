import {
  DateSchema,
  Decimal,
  DecimalSchema,
  SchemaBuilder,
  schemas,
  Struct,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { postgresSink } from '../dialect/postgres-dialect.ts';
import { encoderOf } from './encode-value.ts';
import type { TargetType } from './target-type.ts';
import { zoneShift } from './time-zone.ts';

interface Case {
  readonly schema: Schema;
  readonly type: TargetType;
  readonly value: unknown;
}

function encode({ schema, type, value }: Case, zone = 'UTC'): unknown {
  return encoderOf({
    schema,
    target: { name: 'c', typeName: 'its type', type },
    limits: { ...postgresSink.limits, zoneShiftMs: zoneShift(zone) },
    arrayText: (items) => postgresSink.arrayText(items),
  })(value);
}

const named = (builder: SchemaBuilder, name: string): Schema => builder.name(name).build();
const smallint: TargetType = { kind: 'integer', min: -32_768n, max: 32_767n };
const numeric: TargetType = { kind: 'decimal', precision: 5, scale: 2 };
const real: TargetType = { kind: 'float', bits: 32 };
const varchar: TargetType = { kind: 'text', maxLength: 3 };
const timestamp: TargetType = { kind: 'timestamp', digits: 3 };
const timestamptz: TargetType = { kind: 'zoned timestamp', digits: 6 };
const nanos = named(SchemaBuilder.int64(), 'io.debezium.time.NanoTimestamp');
const zoned = named(SchemaBuilder.string(), 'io.debezium.time.ZonedTimestamp');
const at = new Date('2024-07-01T12:00:00.250Z');

const scaled = SchemaBuilder.struct()
  .name('io.debezium.data.VariableScaleDecimal')
  .field('scale', schemas.int32)
  .field('value', schemas.bytes)
  .build();

describe('a value', () => {
  it.each<readonly [string, Schema, TargetType, unknown, unknown]>([
    ['an INT64 that is small enough', schemas.int64, smallint, 32_767n, '32767'],
    ['an INT64 in a decimal', schemas.int64, numeric, -999n, '-999'],
    ['a FLOAT64 without a fraction', schemas.float64, smallint, -5, '-5'],
    ['a FLOAT64 that a FLOAT32 holds', schemas.float64, real, 0.5, '0.5'],
    [
      'a Decimal with zeros beyond',
      DecimalSchema.builder(4).build(),
      numeric,
      Decimal.parse('1.5000'),
      '1.5000',
    ],
    [
      'a Decimal that a double gives back',
      DecimalSchema.builder(1).build(),
      { kind: 'float', bits: 64 },
      Decimal.parse('0.1'),
      '0.1',
    ],
    [
      'a Decimal with its own scale',
      scaled,
      numeric,
      new Struct(scaled).put('scale', 1).put('value', Buffer.from([15])),
      '1.5',
    ],
    ['true in a number', schemas.boolean, smallint, true, '1'],
    ['three characters beyond the BMP', schemas.string, varchar, '💧💧💧', '💧💧💧'],
    ['a text that is a number', schemas.string, smallint, ' 12 ', '12'],
    ['an instant', TimestampSchema.schema, timestamp, at, '2024-07-01 12:00:00.25'],
    ['an instant with a zone', TimestampSchema.schema, timestamptz, at, '2024-07-01 12:00:00.25+00'],
    ['midnight as a day', TimestampSchema.schema, { kind: 'date' }, new Date('2024-07-01'), '2024-07-01'],
    [
      'a day before the year 1',
      DateSchema.schema,
      { kind: 'date' },
      new Date('-000043-03-15'),
      '0044-03-15 BC',
    ],
    [
      'a day after the year 9999',
      DateSchema.schema,
      { kind: 'date' },
      new Date('+012345-01-01'),
      '12345-01-01',
    ],
    ['nanoseconds that are microseconds', nanos, timestamptz, -1000n, '1969-12-31 23:59:59.999999+00'],
    [
      'a text with an offset',
      zoned,
      timestamptz,
      '2024-07-01T14:00:00.123456+02:00',
      '2024-07-01 12:00:00.123456+00',
    ],
    [
      'bits',
      named(SchemaBuilder.bytes().parameter('length', '10'), 'io.debezium.data.Bits'),
      { kind: 'bits' },
      Buffer.from([0b101, 0b10]),
      '1000000101',
    ],
    [
      'an array',
      SchemaBuilder.array(schemas.int64).build(),
      { kind: 'array', element: smallint },
      [1n, 2n],
      '{1,2}',
    ],
    [
      'a map as JSON',
      SchemaBuilder.map(schemas.string, schemas.int64).build(),
      { kind: 'json' },
      new Map([['a', 1n]]),
      '{"a":1}',
    ],
  ])('that fits is written: %s', (...[, schema, type, value, text]) => {
    expect(encode({ schema, type, value })).toBe(text);
  });

  it.each<readonly [string, Schema, TargetType, unknown, RegExp]>([
    ['too large', schemas.int64, smallint, 32_768n, /32768 is beyond -32768 to 32767/],
    ['an integer between floats', schemas.int32, real, 16_777_217, /not among its numbers/],
    [
      'too many digits after the point',
      schemas.float64,
      numeric,
      1.239,
      /1.239 has 3 digits after the point/,
    ],
    [
      'too many digits before the point',
      schemas.float64,
      numeric,
      1234,
      /1234.0 has 4 digits before the point/,
    ],
    ['a FLOAT64 beyond FLOAT32', schemas.float64, real, 0.1, /0.1 has more digits/],
    ['no whole number', schemas.float64, smallint, 1.5, /1.5 is not whole/],
    [
      'a Decimal that a double rounds',
      DecimalSchema.builder(20).build(),
      { kind: 'float', bits: 64 },
      Decimal.parse('0.10000000000000000001'),
      /more digits/,
    ],
    ['too long', schemas.string, varchar, 'four', /four has 4 characters/],
    ['half a surrogate pair', schemas.string, varchar, '\ud83d', /half a surrogate pair/],
    ['a NUL', schemas.string, varchar, '\0', /U\+0000/],
    ['no number', schemas.string, smallint, 'abc', /abc is no number/],
    ['too fine', nanos, timestamptz, 1n, /9 digits of a second/],
    ['no point in time', zoned, timestamptz, 'yesterday', /yesterday is no point in time/],
    [
      'beyond the calendar',
      DateSchema.schema,
      { kind: 'date' },
      new Date('-006000-01-01'),
      /year -6000 is beyond/,
    ],
    ['a text in bytes', schemas.string, { kind: 'bytes', maxLength: null }, 'x', /it holds no STRING/],
    [
      'bytes that are too many',
      schemas.bytes,
      { kind: 'bytes', maxLength: 1 },
      Buffer.alloc(2),
      /it has 2 bytes/,
    ],
    [
      'a struct in a number',
      SchemaBuilder.struct().field('a', schemas.int8).build(),
      smallint,
      null,
      /it holds no STRUCT/,
    ],
  ])('that does not fit is refused: %s', (...[, schema, type, value, reason]) => {
    expect(() => encode({ schema, type, value })).toThrow(reason);
    expect(() => encode({ schema, type, value })).toThrow(/column c of type its type/);
  });

  it('stands on the wall of the zone, in summer and in winter', () => {
    const schema = TimestampSchema.schema;
    const winter = new Date('2024-01-01T12:00:00Z');
    const zone = 'Europe/Berlin';
    expect(encode({ schema, type: timestamp, value: at }, zone)).toBe('2024-07-01 14:00:00.25');
    expect(encode({ schema, type: timestamp, value: winter }, zone)).toBe('2024-01-01 13:00:00');
    expect(encode({ schema, type: timestamptz, value: at }, zone)).toBe('2024-07-01 12:00:00.25+00');
  });
});
