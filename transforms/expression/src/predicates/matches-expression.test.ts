import { optionalSchemas, SchemaBuilder, schemas, Struct } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { dataErrorOf, predicate, problemsOf, sinkRecord } from '../../testing/transform.ts';

const order = SchemaBuilder.struct()
  .field('id', schemas.int64)
  .field('amount', schemas.float64)
  .field('status', optionalSchemas.string)
  .build();

function orderRecord(amount: number, status: string | null = 'open') {
  const value = new Struct(order)
    .put('id', 9_007_199_254_740_993n)
    .put('amount', amount)
    .put('status', status);
  return sinkRecord({ valueSchema: order, value });
}

const map = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

describe('MatchesExpression', () => {
  it.each([
    ['value.amount > 100', true],
    ['value.amount > 100.5', false],
    ['value.id == 9007199254740993', true],
    ['value.id == 9007199254740992', false],
    ["value.status == 'open' && topic == 'orders'", true],
    ["value.status in ['new', 'closed']", false],
    ['value.status == null', false],
    ['has(value.status) && !has(value.comment)', true],
    ["value.status.matches('^o.*n$')", true],
    ['partition == 3 && offset == 7', true],
    ["timestamp < timestamp('1970-01-01T00:00:02Z')", true],
    ['timestamp.getFullYear() == 1970', true],
    ['key == null', true],
    ["'trace' in headers", false],
  ])('tells of structs whether %s', (expression, expected) => {
    expect(predicate(expression).test(orderRecord(100.5))).toBe(expected);
  });

  it.each([
    ['value.items.exists(item, item.price > 10)', true],
    ['value.items.all(item, item.price > 10)', false],
    ["value.items.filter(item, has(item.tag)).map(item, item.tag) == ['a']", true],
    ["value.user.name.startsWith('J')", true],
    ["value['user'].name == 'Jo'", true],
    ['value.count == 3 && value.ratio == 0.5', true],
    ['type(value.count) == int && type(value.ratio) == double', true],
    ["value.none == null && !('missing' in value)", true],
    ['size(value.items) == 2', true],
  ])('tells of maps whether %s', (expression, expected) => {
    const value = map({
      items: [map({ price: 5 }), map({ price: 20.5, tag: 'a' })],
      user: map({ name: 'Jo' }),
      count: 3,
      ratio: 0.5,
      none: null,
    });
    expect(predicate(expression).test(sinkRecord({ value }))).toBe(expected);
  });

  it('sees tombstones, keys and the last header of a key', () => {
    const record = sinkRecord({ key: 'k1', keySchema: schemas.string, value: null });
    record.headers
      .add('trace', 'first')
      .add('trace', 'last', schemas.string)
      .add('attempt', 2, schemas.int32);
    expect(predicate('value == null').test(record)).toBe(true);
    expect(predicate("key == 'k1' && headers.trace == 'last' && headers['attempt'] == 2").test(record)).toBe(
      true,
    );
    expect(predicate('size(headers) == 2').test(record)).toBe(true);
  });

  it.each([
    ['value.amount', 'The expression has to be true or false, but it is a double'],
    ['value.missing > 1', "line 1, column 7: there is no field 'missing'; test for it with has()"],
    [
      'value.status + 1 == 2',
      'line 1, column 14: there is no string + int: make text of the other with string(…)',
    ],
    ['value.id + 9223372036854775807 > 0', 'line 1, column 10: the result does not fit an int'],
    ['true &&\n  1 / (value.id - value.id) == 1', 'line 2, column 5: division by zero'],
  ])('has no answer, as a data error says, to %s', (expression, message) => {
    const error = dataErrorOf(() => predicate(expression).test(orderRecord(5)));
    expect(error.code).toBe('EXPRESSION_FAILED');
    expect(error.message).toContain(message);
  });

  it.each([
    ['value.amount >', 'line 1, column 15: expected an expression, but the expression ends'],
    [
      'vale.amount > 1',
      "line 1, column 1: there is no variable 'vale'; there are topic, partition, key, value, headers, timestamp, offset",
    ],
    ['topic.startWith("a")', "line 1, column 7: there is no function 'startWith'"],
    ["topic.startsWith('a', 1)", 'there is string.startsWith(string)'],
    ['topic', 'the result has to be a bool, but it is a string'],
    ['topic + 1 == "a"', 'line 1, column 7: there is no string + int: make text of the other with string(…)'],
    ['value.a = 1', "line 1, column 9: '=' means nothing here; equality is written =="],
    ["topic == 'a\n'", "line 1, column 10: the text that begins here has no closing '"],
    ['topic.matches("(a")', 'line 1, column 15: this is no pattern of RE2'],
    [
      'topic.matches(value.pattern)',
      'line 1, column 21: matches() takes a pattern that is written out, as a text',
    ],
    ['topic.matches("(?i)(a?){400}a{400}")', 'the pattern is too large'],
    ['partition.name == 1', "an int has no field 'name'"],
    ["(topic == 'a'", "line 1, column 14: expected ')', but the expression ends"],
    ['value.a ? 1 : 2', 'the result has to be a bool, but it is an int'],
    [
      '1 in topic',
      "line 1, column 3: there is no int in string: it takes a list or a map, as in 'a' in ['a', 'b']",
    ],
  ])('refuses when it is configured: %s', (expression, problem) => {
    const problems = problemsOf('predicates.MatchesExpression', { expression });
    expect(problems['expression']?.join()).toContain(problem);
  });

  it('needs an expression, and a number of steps that is bounded', () => {
    expect(problemsOf('predicates.MatchesExpression', { 'max.steps': '1000001' })).toEqual({
      expression: ['Missing required configuration "expression" which has no default value.'],
      'max.steps': ['Invalid value 1000001 for configuration max.steps: Value must be no more than 1000000'],
    });
  });

  it('is cut off when its steps are used up, whatever would get over a failure', () => {
    const many = Array.from({ length: 200 }, (_, index) => index);
    const record = sinkRecord({ value: map({ many }) });
    const loops = 'value.many.all(a, value.many.exists(b, a + b < 0 || a == b)) || true';
    const error = dataErrorOf(() => predicate(loops).test(record));
    expect(error.code).toBe('EXPRESSION_STEPS_EXHAUSTED');
    expect(error.message).toContain('line 1, column 30 after 100000 steps, all that max.steps allows');
    expect(predicate(loops, { 'max.steps': '1000000' }).test(record)).toBe(true);
  });

  it('begins anew with each record', () => {
    const matches = predicate('value.all(a, value.exists(b, a == b))', { 'max.steps': '400' });
    const small = sinkRecord({ value: [1, 2, 3] });
    const large = sinkRecord({ value: Array.from({ length: 100 }, (_, index) => index) });
    for (let times = 0; times < 50; times += 1) expect(matches.test(small)).toBe(true);
    expect(dataErrorOf(() => matches.test(large)).code).toBe('EXPRESSION_STEPS_EXHAUSTED');
    expect(matches.test(small)).toBe(true);
  });
});
