import {
  DateSchema,
  Decimal,
  DecimalSchema,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimeSchema,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';

const line = SchemaBuilder.struct()
  .name('com.example.Line')
  .field('sku', schemas.string)
  .field('count', optionalSchemas.int32)
  .build();
const lines = SchemaBuilder.array(line).optional().build();
const nested = SchemaBuilder.array(SchemaBuilder.array(optionalSchemas.int64).build()).build();
const labels = SchemaBuilder.map(schemas.string, optionalSchemas.string).build();
const byNumber = SchemaBuilder.map(schemas.int32, line).optional().build();
const amount = DecimalSchema.builder(3).optional().build();

/** A schema with everything Connect has. */
export const everyType: Schema = SchemaBuilder.struct()
  .name('com.example.Everything')
  .version(3)
  .field('i8', schemas.int8)
  .field('i16', schemas.int16)
  .field('i32', optionalSchemas.int32)
  .field('i64', schemas.int64)
  .field('f32', schemas.float32)
  .field('f64', optionalSchemas.float64)
  .field('flag', optionalSchemas.boolean)
  .field('text', optionalSchemas.string)
  .field('raw', optionalSchemas.bytes)
  .field('amount', amount)
  .field('day', DateSchema.builder().optional().build())
  .field('time', TimeSchema.builder().optional().build())
  .field('at', TimestampSchema.builder().optional().build())
  .field('lines', lines)
  .field('nested', nested)
  .field('labels', labels)
  .field('byNumber', byNumber)
  .field(
    'first',
    SchemaBuilder.struct().name('com.example.Inner').field('a', optionalSchemas.string).optional().build(),
  )
  .build();

const day = 24 * 3_600_000;

/** Records with ordinary values, with extremes, and with as many nulls as there may be; and what readers are to see. */
export function everyTypeRecords(): { readonly value: Struct; readonly seen: object }[] {
  return [
    { value: ordinary(), seen: seenOrdinary },
    { value: extreme(), seen: seenExtreme },
    { value: empty(), seen: seenEmpty },
  ];
}

const inner = everyType.field('first')?.schema as Schema;
const lineOf = (sku: string, count: number | null): Struct =>
  new Struct(line).put('sku', sku).put('count', count);

function ordinary(): Struct {
  return new Struct(everyType)
    .put('i8', -7)
    .put('i16', 1234)
    .put('i32', 70_000)
    .put('i64', 9_007_199_254_740_993n)
    .put('f32', 0.5)
    .put('f64', 1.1)
    .put('flag', true)
    .put('text', 'Grüezi 😀 "x"\n')
    .put('raw', Buffer.from([0, 255, 10]))
    .put('amount', new Decimal(-123_456n, 3))
    .put('day', new Date(-3 * day))
    .put('time', new Date(3_723_004))
    .put('at', new Date(-1))
    .put('lines', [lineOf('a', 1), lineOf('b', null)])
    .put('nested', [[1n, null], [], [-5_000_000_000n]])
    .put(
      'labels',
      new Map([
        ['k', 'v'],
        ['n', null],
      ]),
    )
    .put('byNumber', new Map([[7, lineOf('seven', 7)]]))
    .put('first', new Struct(inner).put('a', null));
}

function extreme(): Struct {
  return new Struct(everyType)
    .put('i8', 127)
    .put('i16', -32_768)
    .put('i32', -2_147_483_648)
    .put('i64', -9_223_372_036_854_775_808n)
    .put('f32', -3.4028234663852886e38)
    .put('f64', 5e-324)
    .put('flag', false)
    .put('text', '')
    .put('raw', Buffer.alloc(0))
    .put('amount', new Decimal(99_999_999_999_999_999_999_999_999_999_999_999n, 3))
    .put('day', new Date(20_000 * day))
    .put('time', new Date(day - 1))
    .put('at', new Date(253_402_300_799_999))
    .put('lines', [])
    .put('nested', [])
    .put('labels', new Map())
    .put('byNumber', new Map())
    .put('first', new Struct(inner).put('a', 'x'));
}

function empty(): Struct {
  return new Struct(everyType)
    .put('i8', 0)
    .put('i16', 0)
    .put('i64', 9_223_372_036_854_775_807n)
    .put('f32', 0)
    .put('nested', [[]])
    .put('labels', new Map());
}

const seenOrdinary = {
  i8: -7,
  i16: 1234,
  i32: 70_000,
  i64: '9007199254740993',
  f32: 0.5,
  f64: 1.1,
  flag: true,
  text: 'Grüezi 😀 "x"\n',
  raw: '00ff0a',
  amount: '-123.456',
  day: '1969-12-29',
  time: '01:02:03.004000',
  at: '1969-12-31T23:59:59.999000',
  lines: [
    { sku: 'a', count: 1 },
    { sku: 'b', count: null },
  ],
  nested: [['1', null], [], ['-5000000000']],
  labels: { k: 'v', n: null },
  byNumber: { 7: { sku: 'seven', count: 7 } },
  first: { a: null },
};
const seenExtreme = {
  i8: 127,
  i16: -32_768,
  i32: -2_147_483_648,
  i64: '-9223372036854775808',
  f32: -3.4028234663852886e38,
  f64: 5e-324,
  flag: false,
  text: '',
  raw: '',
  amount: '99999999999999999999999999999999.999',
  day: '2024-10-04',
  time: '23:59:59.999000',
  at: '9999-12-31T23:59:59.999000',
  lines: [],
  nested: [],
  labels: {},
  byNumber: {},
  first: { a: 'x' },
};
const seenEmpty = {
  i8: 0,
  i16: 0,
  i32: null,
  i64: '9223372036854775807',
  f32: 0,
  f64: null,
  flag: null,
  text: null,
  raw: null,
  amount: null,
  day: null,
  time: null,
  at: null,
  lines: null,
  nested: [[]],
  labels: {},
  byNumber: null,
  first: null,
};
