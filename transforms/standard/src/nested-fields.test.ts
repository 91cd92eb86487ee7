import {
  LinkedMap,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { applied, make, plain } from '../testing/apply.ts';

const customerSchema = SchemaBuilder.struct()
  .name('Customer')
  .field('name', schemas.string)
  .field('age', optionalSchemas.string)
  .build();
const orderSchema = SchemaBuilder.struct()
  .name('Order')
  .version(2)
  .optional()
  .field('unit.price', schemas.float64)
  .field('customer', customerSchema)
  .field('at', TimestampSchema.schema)
  .build();
const schema = SchemaBuilder.struct()
  .name('Event')
  .field('id', schemas.int32)
  .field('order', orderSchema)
  .build();

function customer(): Struct {
  return new Struct(customerSchema).put('name', 'Ada').put('age', '36');
}

function struct(): Struct {
  const order = new Struct(orderSchema);
  order.put('unit.price', 12.5).put('customer', customer()).put('at', new Date(86_400_123));
  return new Struct(schema).put('id', 1).put('order', order);
}

function map(): Map<string, unknown> {
  const inner = new LinkedMap<string, unknown>([
    ['unit.price', 12.5],
    [
      'customer',
      new LinkedMap([
        ['name', 'Ada'],
        ['age', '36'],
      ]),
    ],
    ['at', new Date(86_400_123)],
  ]);
  return new Map<string, unknown>([
    ['id', 1],
    ['order', inner],
  ]);
}

const order = { 'unit.price': 12.5, customer: { name: 'Ada', age: '36' }, at: new Date(86_400_123) };

interface NestedCase {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly expected: unknown;
}

const cases: readonly NestedCase[] = [
  {
    name: 'Cast$Value',
    config: { spec: 'order.customer.age:int8,order.`unit.price`:string' },
    expected: { id: 1, order: { ...order, 'unit.price': '12.5', customer: { name: 'Ada', age: 36 } } },
  },
  {
    name: 'MaskField$Value',
    config: { fields: 'order.customer.name,order.`unit.price`' },
    expected: { id: 1, order: { ...order, 'unit.price': 0, customer: { name: '', age: '36' } } },
  },
  {
    name: 'ReplaceField$Value',
    config: { exclude: 'order.customer.age,order.at', renames: 'order.customer.name:called,order:bought' },
    expected: { id: 1, bought: { 'unit.price': 12.5, customer: { called: 'Ada' } } },
  },
  {
    name: 'ReplaceField$Value',
    config: { include: 'order.customer.name,order.at', exclude: 'order.at' },
    expected: { order: { customer: { name: 'Ada' } } },
  },
  {
    name: 'ReplaceField$Value',
    config: { include: 'order.customer', renames: 'order.customer.age:years' },
    expected: { order: { customer: { name: 'Ada', years: '36' } } },
  },
  {
    name: 'TimestampConverter$Value',
    config: { field: 'order.at', 'target.type': 'string', format: 'yyyy-MM-dd' },
    expected: { id: 1, order: { ...order, at: '1970-01-02' } },
  },
  {
    name: 'InsertField$Value',
    config: {
      'topic.field': 'order.customer.topic!',
      'offset.field': 'offset',
      'static.field': 'order.`a.b`',
      'static.value': 'x',
    },
    expected: {
      id: 1,
      order: { ...order, customer: { name: 'Ada', age: '36', topic: 't' }, 'a.b': 'x' },
      offset: 7,
    },
  },
  {
    name: 'HoistField$Value',
    config: { field: 'person', hoisted: 'order.customer' },
    expected: { id: 1, order: { ...order, customer: { person: { name: 'Ada', age: '36' } } } },
  },
  {
    name: 'HeaderFrom$Value',
    config: { fields: 'order.customer.age,id', headers: 'age,id', operation: 'move' },
    expected: { order: { ...order, customer: { name: 'Ada' } } },
  },
  {
    name: 'ExtractField$Value',
    config: { field: 'order.customer' },
    expected: { name: 'Ada', age: '36' },
  },
];

const titled = cases.map((one): [string, NestedCase] => [`${one.name} ${JSON.stringify(one.config)}`, one]);
const v2 = { 'field.syntax.version': 'v2' };

describe('nested fields are reached', () => {
  it.each(titled)('without a schema, leaving the record as it was: %s', (_, { name, config, expected }) => {
    const value = map();
    expect(plain(applied(make(name, { ...config, ...v2 }), value).value)).toEqual(expected);
    expect(value).toEqual(map());
  });

  it.each(titled)('with a schema that says what comes out: %s', (_, { name, config, expected }) => {
    const value = struct();
    const result = applied(make(name, { ...config, ...v2 }), value, schema);
    expect(plain(result.value)).toEqual(expected);
    (result.value as Struct).validate();
    expect((result.value as Struct).schema).toBe(result.valueSchema);
    expect(value).toEqual(struct());
  });

  it.each(titled)('with a null on the way, which stays: %s', (_, { name, config }) => {
    const withoutOrder = new Struct(schema).put('id', 1);
    const result = plain(applied(make(name, { ...config, ...v2 }), withoutOrder, schema).value);
    const other = plain(
      applied(make(name, { ...config, ...v2 }), new Map(Object.entries({ id: 1, order: null }))).value,
    );
    expect(result).toEqual(other);
  });

  it.each(titled)('only where the option asks for it: %s', (_, { name, config }) => {
    const simple = make(name, { ...config, 'field.syntax.version': 'V1' });
    const attempt = () => applied(simple, map()).value;
    expect(plain(attempt())).not.toMatchObject({ order: { customer: { name: 'Ada', topic: 't' } } });
    expect(plain((plain(attempt()) as { order?: unknown } | null)?.order ?? order)).toEqual(order);
  });

  it('by ValueToKey, which calls them by their own names', () => {
    const transformation = make('ValueToKey', { fields: 'order.customer.name,id', ...v2 });
    for (const record of [applied(transformation, map()), applied(transformation, struct(), schema)]) {
      expect(plain(record.key)).toEqual({ name: 'Ada', id: 1 });
    }
    const twice = make('ValueToKey', { fields: 'id,order.id', ...v2 });
    expect(() => applied(twice, struct(), schema)).toThrow('Field does not exist: order.id');
  });

  it('by HeaderFrom, each with its own schema', () => {
    const config = { fields: 'order.customer.age', headers: 'age', operation: 'copy', ...v2 };
    const [header] = applied(make('HeaderFrom$Value', config), struct(), schema).headers;
    expect(header).toEqual({ key: 'age', value: '36', schema: optionalSchemas.string });
  });
});

describe('a struct with a nested field changed', () => {
  const withDefault = (): Schema => {
    const builder = SchemaBuilder.struct().name('Inner').version(3).doc('d').parameter('k', 'v').optional();
    builder.field('n', schemas.string).field('m', optionalSchemas.string);
    return builder.default(builder.newStruct().put('n', '7')).build();
  };
  const outer = SchemaBuilder.struct().name('Outer').field('in', withDefault()).build();

  it('keeps its attributes, and its default changed in the same way', () => {
    const value = new Struct(outer).put('in', null);
    const result = applied(make('Cast$Value', { spec: 'in.n:int32', ...v2 }), value, outer);
    const inner = result.valueSchema?.field('in')?.schema as Schema;
    expect(inner).toMatchObject({ name: 'Inner', version: 3, doc: 'd', optional: true, type: 'STRUCT' });
    expect(inner.parameters).toEqual(new Map([['k', 'v']]));
    expect((inner.defaultValue as Struct).get('n')).toBe(7);
    expect(plain(result.value)).toEqual({ in: { n: 7, m: null } });
  });

  it('keeps the very schema where only values change', () => {
    const value = new Struct(outer).put('in', new Struct(outer.field('in')?.schema as Schema).put('n', 'x'));
    const result = applied(make('MaskField$Value', { fields: 'in.n', ...v2 }), value, outer);
    expect(result.valueSchema).toBe(outer);
    expect(plain(result.value)).toEqual({ in: { n: '', m: null } });
  });
});

describe('a path that leads into something without fields', () => {
  it('is an error that names the field', () => {
    const cast = make('Cast$Value', { spec: 'order.customer.name.first:int8', ...v2 });
    expect(() => applied(cast, struct(), schema)).toThrow(
      expect.objectContaining({
        message: 'There is no field first in a STRING',
        field: 'order.customer.name',
      }) as Error,
    );
    expect(() => applied(cast, map())).toThrow(
      expect.objectContaining({
        message:
          'Only Map objects supported in absence of schema for [nested field access], found: java.lang.String',
        field: 'order.customer.name',
      }) as Error,
    );
  });

  it('is named as well where a value cannot be converted', () => {
    const cast = make('Cast$Value', { spec: 'order.customer.name:int8', ...v2 });
    for (const [value, own] of [
      [map(), null],
      [struct(), schema],
    ] as const) {
      expect(() => applied(cast, value, own)).toThrow(
        expect.objectContaining({
          message: 'Value (Ada) was out of range for requested data type',
          field: 'order.customer.name',
        }) as Error,
      );
    }
  });
});
