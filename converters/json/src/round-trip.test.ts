import {
  DateSchema,
  Decimal,
  DecimalSchema,
  epochMsOf,
  FarInstant,
  SchemaBuilder,
  Struct,
  TimeSchema,
  TimestampSchema,
  TypedNumber,
  schemaEquals,
  valueEquals,
  type Schema,
} from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonConverter } from './json-converter.ts';

interface Typed {
  readonly schema: Schema;
  readonly value: unknown;
}

type Values = fc.Arbitrary<unknown>;
type Described = readonly [builder: () => SchemaBuilder, values: Values];

/** JSON has no NaN, no infinities and, among decimals, no negative zero. */
const float64 = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
const float32 = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
/** Integers of so many digits keep only their low bits. */
const beyond64Bits = /\d{19}/;
const text = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
const bytes = fc.uint8Array().map((array) => Buffer.from(array));
const scale = fc.integer({ min: -5, max: 30 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const primitives: fc.Arbitrary<Described> = fc.constantFrom<Described[]>(
  [SchemaBuilder.int8, fc.integer({ min: -128, max: 127 })],
  [SchemaBuilder.int16, fc.integer({ min: -32768, max: 32767 })],
  [SchemaBuilder.int32, fc.integer()],
  [SchemaBuilder.int64, int64],
  [SchemaBuilder.float32, float32],
  [SchemaBuilder.float64, float64],
  [SchemaBuilder.boolean, fc.boolean()],
  [SchemaBuilder.string, text],
  [SchemaBuilder.bytes, bytes],
  [DateSchema.builder, fc.integer().map((day) => DateSchema.decode(DateSchema.schema, day))],
  [TimeSchema.builder, fc.nat(86_400_000).map((ms) => new Date(ms))],
  [TimestampSchema.builder, int64.map((ms) => TimestampSchema.decode(TimestampSchema.schema, ms))],
);

const decimals: fc.Arbitrary<Described> = scale.map((digits) => [
  () => DecimalSchema.builder(digits),
  fc.bigInt().map((unscaled) => new Decimal(unscaled, digits)),
]);

function described(depth: number): fc.Arbitrary<Described> {
  if (depth === 0) return fc.oneof(primitives, decimals);
  const inner = schemaWithValues(depth - 1);
  const array = inner.map(({ schema, values }): Described => [
    () => SchemaBuilder.array(schema),
    fc.array(values, { maxLength: 4 }),
  ]);
  const keys = fc.constantFrom<Described[]>(
    [SchemaBuilder.string, text],
    [SchemaBuilder.int64, fc.bigInt({ min: 0n, max: 9n })],
  );
  const map = fc
    .tuple(keys, inner)
    .map(([[key, keyValues], { schema, values }]): Described => [
      () => SchemaBuilder.map(key().build(), schema),
      fc.array(fc.tuple(keyValues, values), { maxLength: 4 }).map((entries) => new Map(entries)),
    ]);
  const fields = fc.dictionary(
    text.filter((name) => name !== ''),
    inner,
    { maxKeys: 5 },
  );
  return fc.oneof(primitives, decimals, array, map, fields.map(struct));
}

function struct(fields: Record<string, { schema: Schema; values: Values }>): Described {
  const names = Object.keys(fields);
  const builder = () => {
    const made = SchemaBuilder.struct().name('s');
    for (const name of names) made.field(name, fields[name]?.schema as Schema);
    return made;
  };
  return [builder, fc.tuple(...names.map((name) => fields[name]?.values ?? fc.constant(null)))];
}

/** Structs are drawn as the list of their values: they are made for the schema as it is when all is set. */
function schemaWithValues(depth: number): fc.Arbitrary<{ schema: Schema; values: Values }> {
  return fc
    .tuple(described(depth), fc.boolean(), fc.option(text))
    .map(([[builder, values], optional, doc]) => {
      const made = builder();
      if (optional) made.optional();
      if (doc !== null) made.doc(doc);
      const schema = made.build();
      const present =
        schema.type === 'STRUCT' ? values.map((list) => filled(schema, list as unknown[])) : values;
      return { schema, values: optional ? fc.option(present) : present };
    });
}

function filled(schema: Schema, values: readonly unknown[]): Struct {
  const made = new Struct(schema);
  for (const [index, value] of values.entries()) made.putAt(index, value);
  return made;
}

const typed: fc.Arbitrary<Typed> = schemaWithValues(2).chain(({ schema, values }) =>
  values.map((value) => ({ schema, value })),
);

const schemaless = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    text,
    fc.maxSafeInteger().filter((value) => !Object.is(value, -0)),
    int64,
    float64.map((value) => new TypedNumber('FLOAT64', value)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value;

function converter(options: Readonly<Record<string, string>> = {}): JsonConverter {
  return new JsonConverter({ 'converter.type': 'value', ...options });
}

function throughBytes(json: JsonConverter, schema: Schema | null, value: unknown): Typed {
  const encoded = json.encode(schema, value);
  return json.decode(encoded === null ? null : Buffer.from(encoded)) as Typed;
}

describe('JsonConverter', () => {
  it.each(['BASE64', 'NUMERIC'])('gives back any value with its schema, decimals as %s', (format) => {
    const json = converter({ 'decimal.format': format });
    fc.assert(
      fc.property(typed, ({ schema, value }) => {
        for (let time = 0; time < 2; time++) {
          const back = throughBytes(json, schema, value);
          expect(schemaEquals(back.schema, schema)).toBe(true);
          expect(valueEquals(back.value, value)).toBe(true);
        }
      }),
    );
  });

  it('gives back a Timestamp that no Date can hold', () => {
    const instant = new FarInstant(4_611_686_018_427_387_904n);
    const json = converter({ 'schemas.enable': 'true' });
    expect(String(json.encode(TimestampSchema.schema, instant))).toContain('"payload":4611686018427387904}');
    const back = throughBytes(json, TimestampSchema.schema, instant);
    expect(epochMsOf(back.value as Date)).toBe(4_611_686_018_427_387_904n);
  });

  it('gives back any value without a schema, with the types of its numbers', () => {
    const json = converter({ 'schemas.enable': 'false' });
    fc.assert(
      fc.property(schemaless, (value) => {
        expect(valueEquals(throughBytes(json, null, value).value, value)).toBe(true);
      }),
    );
  });

  it('writes what JSON.parse reads as the same strings', () => {
    const json = converter({ 'schemas.enable': 'false' });
    fc.assert(
      fc.property(text, (value) => {
        expect(JSON.parse(String(json.encode(null, value)))).toBe(value);
      }),
    );
  });

  it('reads what JSON.stringify writes', () => {
    const json = converter({ 'schemas.enable': 'false' });
    fc.assert(
      fc.property(fc.json(), (document) => {
        fc.pre(!beyond64Bits.test(document));
        const { value } = json.decode(Buffer.from(document));
        expect(JSON.parse(String(json.encode(null, value)))).toEqual(JSON.parse(document));
      }),
    );
  });
});
