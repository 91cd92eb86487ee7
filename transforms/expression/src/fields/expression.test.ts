import {
  DateSchema,
  Decimal,
  DecimalSchema,
  FarInstant,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimeSchema,
  TimestampSchema,
  type ConfigProperties,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { applied, dataErrorOf, sinkRecord, transformation } from '../../testing/transform.ts';

const map = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

const everything = SchemaBuilder.struct()
  .name('Everything')
  .version(3)
  .field('i8', schemas.int8)
  .field('i16', schemas.int16)
  .field('i32', schemas.int32)
  .field('i64', schemas.int64)
  .field('f32', schemas.float32)
  .field('f64', schemas.float64)
  .field('flag', schemas.boolean)
  .field('text', optionalSchemas.string)
  .field('bytes', schemas.bytes)
  .field('price', DecimalSchema.builder(2).build())
  .field('day', DateSchema.schema)
  .field('clock', TimeSchema.schema)
  .field('at', TimestampSchema.schema)
  .field('tags', SchemaBuilder.array(schemas.string).build())
  .field('counts', SchemaBuilder.map(schemas.string, schemas.int32).build())
  .field('numbers', SchemaBuilder.map(schemas.int32, schemas.string).build())
  .field(
    'user',
    SchemaBuilder.struct()
      .optional()
      .field('name', schemas.string)
      .field('age', optionalSchemas.int16)
      .build(),
  )
  .field('level', SchemaBuilder.int32().optional().default(5).build())
  .build();

function everythingStruct(): Struct {
  const user = everything.field('user')?.schema as Schema;
  return new Struct(everything)
    .put('i8', -128)
    .put('i16', 32_767)
    .put('i32', 7)
    .put('i64', 9_007_199_254_740_993n)
    .put('f32', 0.5)
    .put('f64', 0.1)
    .put('flag', true)
    .put('text', 'Grüße 😀')
    .put('bytes', Buffer.from([1, 255]))
    .put('price', new Decimal(1999n, 2))
    .put('day', new Date('2026-03-01T00:00:00Z'))
    .put('clock', new Date(3_600_000))
    .put('at', new Date('2026-03-01T12:30:15.250Z'))
    .put('tags', ['a', 'b'])
    .put('counts', map({ x: 1, y: 2 }))
    .put('numbers', new Map([[1, 'one']]))
    .put('user', new Struct(user).put('name', 'Jo').put('age', 40));
}

function computed(properties: ConfigProperties, value: unknown, valueSchema: Schema | null = null) {
  return applied(transformation('Expression$Value', properties), sinkRecord({ value, valueSchema }));
}

/** A field that an expression makes of the struct with everything in it. */
function field(expression: string, type: string | null = null) {
  const types: ConfigProperties = type === null ? {} : { types: `made:${type}` };
  const record = computed({ 'fields.made': expression, ...types }, everythingStruct(), everything);
  const schema = record.valueSchema?.field('made')?.schema as Schema;
  return { value: (record.value as Struct).getWithoutDefault('made'), schema };
}

describe('Expression with schemas', () => {
  it.each<[string, Schema, unknown]>([
    ['value.i64 * 2', optionalSchemas.int64, 18_014_398_509_481_986n],
    ['value.i8 - 1', optionalSchemas.int64, -129n],
    ['uint(value.i32) + 1u', optionalSchemas.int64, 8n],
    ['value.f64 + value.f64', optionalSchemas.float64, 0.2],
    ['double(value.i32) / 2.0', optionalSchemas.float64, 3.5],
    ["value.text + '!'", optionalSchemas.string, 'Grüße 😀!'],
    ['value.text.size()', optionalSchemas.int64, 7n],
    ['value.text.substring(6)', optionalSchemas.string, '😀'],
    ["bytes('ä') + value.bytes", optionalSchemas.bytes, Buffer.from([0xc3, 0xa4, 1, 255])],
    ['!value.flag || value.i32 > 100', optionalSchemas.boolean, false],
    ["value.at + duration('1h')", TimestampSchema.optionalSchema, new Date('2026-03-01T13:30:15.250Z')],
    ['timestamp(0)', TimestampSchema.optionalSchema, new Date(0)],
    [
      "string(value.at) + ' ' + string(value.day) + ' ' + string(value.clock)",
      optionalSchemas.string,
      '2026-03-01T12:30:15.25Z 2026-03-01T00:00:00Z 3600s',
    ],
    ["value.at.getHours('Europe/Berlin')", optionalSchemas.int64, 13n],
    [
      "value.tags.map(tag, tag + '!')",
      SchemaBuilder.array(optionalSchemas.string).optional().build(),
      ['a!', 'b!'],
    ],
    [
      "{'a': 1, value.text: 2}",
      SchemaBuilder.map(schemas.string, optionalSchemas.int64).optional().build(),
      new Map([
        ['a', 1n],
        ['Grüße 😀', 2n],
      ]),
    ],
    ["value.i32 > 5 ? 'big' : null", optionalSchemas.string, 'big'],
    ['topic', optionalSchemas.string, 'orders'],
    ['offset + partition', optionalSchemas.int64, 10n],
    ['timestamp', TimestampSchema.optionalSchema, new Date(1000)],
  ])('computes %s', (expression, schema, value) => {
    const made = field(expression);
    expect(made.value).toEqual(value);
    expect(made.schema).toEqual(schema);
  });

  it.each(everything.fields.map(({ name, schema }) => [name, schema] as const))(
    'copies a field exactly, with its schema: %s',
    (name, schema) => {
      const made = field(`value.${name}`);
      expect(made.schema).toBe(schema);
      expect(made.value).toEqual(everythingStruct().get(name));
    },
  );

  it.each<[string, Schema, unknown]>([
    ['value.user.age', optionalSchemas.int16, 40],
    ["value.counts['x']", schemas.int32, 1],
    ['value.numbers[1]', schemas.string, 'one'],
    ['value.tags[1]', schemas.string, 'b'],
    ["value.tags.filter(tag, tag != 'a')", SchemaBuilder.array(schemas.string).build(), ['b']],
    ['value.flag ? value.i32 : value.level', optionalSchemas.int64, 7n],
    ['value.flag ? value.i32 : null', optionalSchemas.int32, 7],
    ['cel.bind(user, value.user, user.name + string(user.age))', optionalSchemas.string, 'Jo40'],
  ])('keeps the schema of what it takes from inside: %s', (expression, schema, value) => {
    const made = field(expression);
    expect(made.value).toEqual(value);
    expect(made.schema).toEqual(schema);
  });

  it.each<[string, string, unknown]>([
    ['value.i64 - 9007199254740992', 'int8', 1],
    ['value.i32', 'int64!', 7n],
    ['int(3.99)', 'int32', 3],
    ['1.1', 'float32', Math.fround(1.1)],
    ['7', 'float64', 7],
    ["value.price * decimal('1.19')", 'decimal(4)', new Decimal(237_881n, 4)],
    ["(value.price * decimal('1.19')).round(2)", 'decimal(2)', new Decimal(2379n, 2)],
    ['-value.price - 1', 'decimal(2)', new Decimal(-2099n, 2)],
    ['5', 'decimal(1)', new Decimal(50n, 1)],
    ["timestamp('2026-01-02T00:00:00Z')", 'date', new Date('2026-01-02T00:00:00Z')],
    ['value.clock + value.clock', 'time', new Date(7_200_000)],
    ['headers.size()', 'int16', 0],
    ['null', 'string', null],
  ])('gives results the type that is declared: %s as %s', (expression, type, value) => {
    expect(field(expression, type).value).toEqual(value);
    expect(field(expression, type).schema.optional).toBe(!type.endsWith('!'));
  });

  it.each([
    ['value.i64', 'int32', 'the number does not fit INT32'],
    ['value.f64', 'int32', 'a double does not fit INT32: use int(…)'],
    ['value.i64', 'float64', 'the whole number is not exact as FLOAT64: use double(…)'],
    ['1e300', 'float32', 'the number does not fit FLOAT32'],
    ['value.i32', 'string', 'an int does not fit STRING: use string(…)'],
    ['value.price', 'float64', 'a decimal does not fit FLOAT64: use double(…)'],
    [
      "value.price * decimal('1.001')",
      'decimal(2)',
      'the decimal has more than 2 digits after the point: use .round(2)',
    ],
    ['value.at', 'date', 'a Date is a midnight in UTC'],
    ["duration('-1s')", 'time', 'a Time is a whole number of milliseconds after midnight'],
    ["timestamp('2026-01-01T00:00:00.0001Z')", 'timestamp', 'a timestamp of Connect counts milliseconds'],
    ['18446744073709551615u', 'int64', 'the number does not fit INT64'],
    ['null', 'string!', 'null does not fit a schema that is required'],
    ["duration('1s')", 'int64', 'a duration does not fit INT64'],
    ['value.f64 == 0.1', 'bytes', 'a bool does not fit BYTES'],
  ])('refuses what cannot be held exactly, and names the field: %s as %s', (expression, type, reason) => {
    const error = dataErrorOf(() => field(expression, type));
    expect(error.message).toContain(reason);
    expect([error.code, error.field]).toEqual(['EXPRESSION_FAILED', 'made']);
  });

  it.each([
    [
      'value.price',
      'value.price * 2.0',
      "there is no decimal * double: make one of them fit with decimal('…') or double(…)",
    ],
    ['value.price', 'value.price / 2', 'decimals are not divided'],
    ['value.price', 'value.price > 9.99', "of a double, write decimal('9.99')"],
    ['value.price', 'value.price == 19.99', "write decimal('9.99')"],
    ['value.i64', 'value.i64 * value.i64', 'the result does not fit an int'],
    ['value.i64', '-9223372036854775808 / -1', 'the result does not fit an int'],
    ['value.text', 'int(value.text)', 'int() takes text that is a whole number'],
  ])('refuses to work inexactly with %s: %s', (_, expression, reason) => {
    expect(dataErrorOf(() => field(expression)).message).toContain(reason);
  });

  it.each([
    [
      'headers.id',
      'The schema of the result cannot be told from the expression: name its type in types, such as made:string',
    ],
    ['value.price + 1', 'only that it is a decimal: name its type in types, such as made:decimal(2)'],
    ['value.at - value.at', 'only that it is a duration'],
    ['[1, topic]', 'only that it is a list'],
  ])('asks for a type that no schema can be made of: %s', (expression, reason) => {
    const record = sinkRecord({ value: everythingStruct(), valueSchema: everything });
    record.headers.add('id', 'x', schemas.string);
    const error = dataErrorOf(() =>
      transformation('Expression$Value', { 'fields.made': expression }).apply(record),
    );
    expect(error.message).toContain(reason);
  });

  it('keeps all other fields, the name and the version, and puts new ones after them by their names', () => {
    const record = computed(
      { 'fields.z': '1', 'fields.a': '2', 'fields.i32': 'value.i32 + 1' },
      everythingStruct(),
      everything,
    );
    const names = record.valueSchema?.fields.map(({ name }) => name);
    expect(names).toEqual([...everything.fields.map(({ name }) => name), 'a', 'z']);
    expect([record.valueSchema?.name, record.valueSchema?.version]).toEqual(['Everything', 3]);
    const struct = record.value as Struct;
    expect(struct.getInt32('i32')).toBe(8);
    expect(record.valueSchema?.field('i32')?.schema).toBe(schemas.int32);
    expect(struct.getWithoutDefault('level')).toBe(5);
    expect(struct.getInt64('i64')).toBe(9_007_199_254_740_993n);
  });

  it('changes the schema of a field whose result is of another kind', () => {
    const record = computed({ 'fields.i32': 'string(value.i32)' }, everythingStruct(), everything);
    expect((record.value as Struct).getString('i32')).toBe('7');
    expect(record.valueSchema?.field('i32')?.schema).toEqual(optionalSchemas.string);
  });

  it('computes nested fields where the struct around them is there', () => {
    const properties = {
      'fields.user.name': "value.user.name.substring(0, 1) + '***'",
      'fields.nobody.x': '1',
    };
    const record = computed(
      { ...properties, 'fields.user.adult': 'value.user.age >= 18' },
      everythingStruct(),
      everything,
    );
    const user = (record.value as Struct).getStruct('user');
    expect(String(user)).toBe('Struct{name=J***,age=40,adult=true}');
    expect(record.valueSchema?.field('user')?.schema.optional).toBe(true);
    expect(record.valueSchema?.field('nobody')).toBeUndefined();
    const error = dataErrorOf(() => computed({ 'fields.i32.x': '1' }, everythingStruct(), everything));
    expect([error.message, error.field]).toEqual(['There is no field x in a INT32', 'i32']);
  });

  it('reads and copies defaults for nulls, or not', () => {
    const properties = { 'fields.i32': 'value.level == null ? 0 : value.level' };
    expect((computed(properties, everythingStruct(), everything).value as Struct).getInt32('i32')).toBe(5);
    const plain = computed(
      { ...properties, 'replace.null.with.default': 'false' },
      everythingStruct(),
      everything,
    ).value as Struct;
    expect([plain.getInt32('i32'), plain.getWithoutDefault('level')]).toEqual([0, null]);
  });

  it('makes the same schema for records with the same schemas', () => {
    const to = transformation('Expression$Value', { 'fields.made': 'key.size() + value.i32' });
    const record = () =>
      applied(
        to,
        sinkRecord({
          key: 'k',
          keySchema: schemas.string,
          value: everythingStruct(),
          valueSchema: everything,
        }),
      );
    const [first, second] = [record(), record()];
    expect(second.valueSchema).toBe(first.valueSchema);
    expect((second.value as Struct).getInt64('made')).toBe(8n);
  });

  it('sees the schema of the other half change', () => {
    const to = transformation('Expression$Value', { 'fields.made': 'key' });
    const schemaWith = (key: unknown, keySchema: Schema) =>
      applied(
        to,
        sinkRecord({ key, keySchema, value: everythingStruct(), valueSchema: everything }),
      ).valueSchema?.field('made')?.schema;
    expect(schemaWith('k', schemas.string)).toBe(schemas.string);
    expect(schemaWith(1, schemas.int16)).toBe(schemas.int16);
    expect(schemaWith('k', schemas.string)).toBe(schemas.string);
  });

  it('does not touch dates that are too far away for it, but says so when an expression looks at one', () => {
    const struct = everythingStruct().put('at', new FarInstant(9_000_000_000_000_000n));
    const copy = computed({ 'fields.made': '1' }, struct, everything).value as Struct;
    expect(copy.getWithoutDefault('at')).toEqual(new FarInstant(9_000_000_000_000_000n));
    const error = dataErrorOf(() => computed({ 'fields.made': 'value.at' }, struct, everything));
    expect(error.message).toContain('line 1, column 7: a timestamp lies in the years 1 to 9999');
  });
});

describe('Expression for a whole half', () => {
  it('puts a value in its place, with its schema', () => {
    const record = computed({ expression: 'value.user' }, everythingStruct(), everything);
    expect(String(record.value)).toBe('Struct{name=Jo,age=40}');
    expect(record.valueSchema).toBe(everything.field('user')?.schema);
  });

  it('makes a struct of a map that is written out', () => {
    const record = computed(
      { expression: "{'id': value.i32, 'user': value.user, 'label': value.text + '!'}" },
      everythingStruct(),
      everything,
    );
    expect(String(record.value)).toBe('Struct{id=7,user=Struct{name=Jo,age=40},label=Grüße 😀!}');
    expect(record.valueSchema?.fields.map(({ schema }) => schema)).toEqual([
      schemas.int32,
      everything.field('user')?.schema,
      optionalSchemas.string,
    ]);
  });

  it('makes keys of values, also where there was no key', () => {
    const to = transformation('Expression$Key', { expression: 'value.i64' });
    const record = applied(to, sinkRecord({ value: everythingStruct(), valueSchema: everything }));
    expect([record.key, record.keySchema]).toEqual([9_007_199_254_740_993n, schemas.int64]);
    expect(applied(to, sinkRecord({ value: map({ i64: 5 }) })).key).toBe(5);
  });

  it('makes tombstones', () => {
    const record = computed({ expression: 'value.deleted ? null : value' }, map({ deleted: true }));
    expect([record.value, record.valueSchema]).toEqual([null, null]);
  });

  it('takes the type that is declared', () => {
    const record = computed({ expression: 'value.i8 + 1', types: 'int16!' }, everythingStruct(), everything);
    expect([record.value, record.valueSchema]).toEqual([-127, schemas.int16]);
  });
});
