import { Decimal, TypedNumber, type ConfigProperties } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { applied, dataErrorOf, sinkRecord, transformation } from '../../testing/transform.ts';

const map = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

function computed(properties: ConfigProperties, value: unknown) {
  return applied(transformation('Expression$Value', properties), sinkRecord({ value }));
}

function schemaless(expression: string, type: string | null = null): unknown {
  const types: ConfigProperties = type === null ? {} : { types: `made:${type}` };
  const value = map({
    whole: 3,
    big: 9_007_199_254_740_993n,
    half: 1.5,
    one: new TypedNumber('FLOAT64', 1),
    text: 'x',
    none: null,
    list: [1, map({ a: 2 })],
  });
  return (computed({ 'fields.made': expression, ...types }, value).value as Map<string, unknown>).get('made');
}

describe('Expression without schemas', () => {
  it.each<[string, unknown]>([
    ['value.whole + 1', 4],
    ['value.big', 9_007_199_254_740_993n],
    ['value.big - 1', 9_007_199_254_740_992n],
    ['value.half * 2.0', new TypedNumber('FLOAT64', 3)],
    ['value.one', new TypedNumber('FLOAT64', 1)],
    ['value.half', 1.5],
    ['value.none', null],
    ["value.text + 'y'", 'xy'],
    ['value.list[1]', map({ a: 2 })],
    ['value.list', [1, map({ a: 2 })]],
    ['[value.whole, 2.0, [true]]', [3, new TypedNumber('FLOAT64', 2), [true]]],
    [
      "{'n': value.whole, 1: [value.list[1].a]}",
      new Map<unknown, unknown>([
        ['n', 3],
        [1, [2]],
      ]),
    ],
    ["decimal('1.50') + 1", new Decimal(250n, 2)],
    ['timestamp(5)', new Date(5000)],
    ["bytes('a')", Buffer.from('a')],
  ])('computes %s', (expression, value) => {
    expect(schemaless(expression)).toEqual(value);
  });

  it.each<[string, string, unknown]>([
    ['value.whole', 'int8', new TypedNumber('INT8', 3)],
    ['value.whole', 'int64', 3n],
    ['double(value.whole)', 'float64', new TypedNumber('FLOAT64', 3)],
    ['value.half', 'float32', new TypedNumber('FLOAT32', 1.5)],
    ["decimal('2')", 'decimal(2)', new Decimal(200n, 2)],
  ])('gives numbers the type that is declared: %s as %s', (expression, type, value) => {
    expect(schemaless(expression, type)).toEqual(value);
  });

  it.each([
    ["duration('1s')", 'a duration has no counterpart in Connect: use string(…) or .getSeconds()'],
    ['18446744073709551615u', 'an unsigned integer beyond 64 bits with a sign has no counterpart'],
    ['value.text.size', "a string has no field 'size'"],
    ['value.none.x', "a null has no field 'x': test for null first"],
    ['value.list[2]', 'there is no item 2 in a list of 2'],
    ["value['zz']", 'there is no such key in the map; test for it with in'],
    ['value.whole + value.half', 'there is no int + double: make one of them fit with double(…) or int(…)'],
  ])('refuses what has no result: %s', (expression, reason) => {
    const error = dataErrorOf(() => schemaless(expression));
    expect(error.message).toContain(reason);
    expect(error.field).toBe('made');
  });

  it('lets all expressions see the record as it came, and leaves it as it was', () => {
    const value = map({ a: 1, b: 2, inner: map({ c: 3 }) });
    const record = computed(
      {
        'fields.a': 'value.b',
        'fields.b': 'value.a',
        'fields.inner.c': 'value.inner.c + value.a',
        'fields.no.where': '1',
      },
      value,
    );
    expect(record.value).toEqual(map({ a: 2, b: 1, inner: map({ c: 4 }) }));
    expect(value).toEqual(map({ a: 1, b: 2, inner: map({ c: 3 }) }));
  });

  it('takes names with dots between backticks', () => {
    const record = computed({ 'fields.`a.b`': "value['a.b'] + value.`a.b`" }, map({ 'a.b': 1 }));
    expect(record.value).toEqual(map({ 'a.b': 2 }));
  });

  it('leaves what is null as it is, and says what is no map', () => {
    const to = transformation('Expression$Value', { 'fields.a': 'value.b' });
    const tombstone = sinkRecord();
    expect(to.apply(tombstone)).toBe(tombstone);
    expect(dataErrorOf(() => computed({ 'fields.a': '1' }, 'text')).message).toBe(
      'Only Map objects supported in absence of schema for [field computation], found: java.lang.String',
    );
    const inside = dataErrorOf(() => computed({ 'fields.a.b': '1' }, map({ a: 5 })));
    expect([inside.message, inside.field]).toEqual([
      'Only Map objects supported in absence of schema for [field computation], found: java.lang.Long',
      'a',
    ]);
  });
});
