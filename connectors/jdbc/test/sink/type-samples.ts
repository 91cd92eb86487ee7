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

const inner = SchemaBuilder.struct().field('a', schemas.int64).field('b', optionalSchemas.string).build();

/** Every type, with the values at its ends, and how databases show them where they differ from the first text. */
export interface Sample {
  readonly schema: Schema;
  readonly values: readonly unknown[];
  readonly texts: readonly string[];
  readonly other?: Partial<Record<'sqlite' | 'postgres' | 'mysql', readonly string[]>>;
}

const at = (text: string): Date => new Date(text);

export const samples: Readonly<Record<string, Sample>> = {
  int8: { schema: schemas.int8, values: [-128, 127], texts: ['-128', '127'] },
  int16: { schema: schemas.int16, values: [-32_768, 32_767], texts: ['-32768', '32767'] },
  int32: {
    schema: schemas.int32,
    values: [-2_147_483_648, 2_147_483_647],
    texts: ['-2147483648', '2147483647'],
  },
  int64: {
    schema: schemas.int64,
    values: [-(2n ** 63n), 2n ** 63n - 1n],
    texts: ['-9223372036854775808', '9223372036854775807'],
  },
  float32: { schema: schemas.float32, values: [1.5, Math.fround(0.1)], texts: ['1.5', '0.1'] },
  float64: { schema: schemas.float64, values: [0.1, -1.5e300], texts: ['0.1', '-1.5e300'] },
  boolean: {
    schema: schemas.boolean,
    values: [true, false],
    texts: ['1', '0'],
    other: { postgres: ['t', 'f'] },
  },
  string: {
    schema: schemas.string,
    values: ['', `it's "a" \\ b, {c} 💧\n`, 'NULL', '\\x41', ' null '],
    texts: ['', `it's "a" \\ b, {c} 💧\n`, 'NULL', '\\x41', ' null '],
  },
  bytes: {
    schema: schemas.bytes,
    values: [Buffer.from([0, 255, 92, 34]), Buffer.alloc(0)],
    texts: ['00ff5c22', ''],
  },
  decimal: {
    schema: DecimalSchema.builder(3).build(),
    values: [Decimal.parse('-12345678901234567890.120'), Decimal.parse('0.001')],
    texts: ['-12345678901234567890.120', '0.001'],
  },
  date: {
    schema: DateSchema.schema,
    values: [at('2024-02-29'), at('1582-10-10'), at('0001-01-01'), at('9999-12-31')],
    texts: ['2024-02-29', '1582-10-10', '0001-01-01', '9999-12-31'],
  },
  time: {
    schema: TimeSchema.schema,
    values: [at('1970-01-01T23:59:59.999Z'), at('1970-01-01T00:00:00Z')],
    texts: ['23:59:59.999', '00:00:00'],
    other: { mysql: ['23:59:59.999', '00:00:00.000'] },
  },
  timestamp: {
    schema: TimestampSchema.schema,
    values: [at('2024-02-29T12:30:00.125Z'), at('1969-12-31T23:59:59.900Z')],
    texts: ['2024-02-29 12:30:00.125', '1969-12-31 23:59:59.9'],
    other: { mysql: ['2024-02-29 12:30:00.125', '1969-12-31 23:59:59.900'] },
  },
  array: {
    schema: SchemaBuilder.array(optionalSchemas.string).build(),
    values: [['a', null, 'b,"c"'], []],
    texts: ['["a",null,"b,\\"c\\""]', '[]'],
    other: { postgres: ['{a,NULL,"b,\\"c\\""}', '{}'] },
  },
  map: {
    schema: SchemaBuilder.map(schemas.string, schemas.int64).build(),
    values: [new Map([['x', 9_007_199_254_740_993n]])],
    texts: ['{"x":9007199254740993}'],
    other: { postgres: ['{"x": 9007199254740993}'] },
  },
  struct: {
    schema: inner,
    values: [new Struct(inner).put('a', 1n).put('b', 'y')],
    texts: ['{"a":1,"b":"y"}'],
    other: { postgres: ['{"a": 1, "b": "y"}'] },
  },
};
