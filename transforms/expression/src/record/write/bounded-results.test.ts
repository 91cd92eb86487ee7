import { SchemaBuilder, schemas, Struct, type ConfigProperties } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { applied, dataErrorOf, sinkRecord, transformation } from '../../../testing/transform.ts';

const large = SchemaBuilder.struct()
  .field('numbers', SchemaBuilder.array(schemas.int32).build())
  .field('text', schemas.string)
  .field('nested', SchemaBuilder.array(SchemaBuilder.array(schemas.string).build()).build())
  .build();

const numbers = Array.from({ length: 1000 }, (_, index) => index);
const text = 'x'.repeat(100_000);
const nested = [Array.from({ length: 1000 }, () => 'y'.repeat(100))];
const struct = new Struct(large).put('numbers', numbers).put('text', text).put('nested', nested);
const map = new Map<string, unknown>([
  ['numbers', numbers],
  ['text', text],
  ['nested', new Map([['deep', nested]])],
]);

function made(expression: string, record = sinkRecord({ value: map }), properties: ConfigProperties = {}) {
  return applied(transformation('Expression$Value', { expression, ...properties }), record).value;
}

// What is in memory once is there as often as it is mentioned when the record is converted.
describe('a result that holds a part of the record many times', () => {
  it.each([
    ['value.numbers.map(n, value)'],
    ['value.numbers.map(n, value.nested)'],
    ['value.numbers.map(n, value.text)'],
    ['value.numbers.map(n, [[value.numbers]])'],
    ["value.numbers.map(n, {'a': value.nested})"],
    ['value.numbers.map(n, bytes(value.text))'],
  ])('is cut off: %s', (expression) => {
    expect(dataErrorOf(() => made(expression)).code).toBe('EXPRESSION_STEPS_EXHAUSTED');
    const withSchema = sinkRecord({ value: struct, valueSchema: large });
    expect(dataErrorOf(() => made(expression, withSchema)).code).toBe('EXPRESSION_STEPS_EXHAUSTED');
  });

  it.each([['value'], ['value.nested'], ['[value, value]'], ["{'a': value.nested, 'b': value.text}"]])(
    'is made where it holds it a few times: %s',
    (expression) => {
      expect(made(expression)).not.toBeNull();
      expect(made(expression, sinkRecord({ value: struct, valueSchema: large }))).not.toBeNull();
    },
  );
});
