import type { ConfigProperties } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../testing/transform.ts';

describe('the options of Expression', () => {
  it.each<[ConfigProperties, string, string]>([
    [
      {},
      'expression',
      'Invalid value null for configuration expression: Nothing is computed: set it, or fields.<path> for a field',
    ],
    [{ expression: '1', 'fields.a': '2' }, 'expression', 'so fields.a would have no effect'],
    [
      { 'fields.a': 'value.' },
      'fields.a',
      'Invalid value value. for configuration fields.a: line 1, column 7: expected the name of a field, but the expression ends',
    ],
    [
      { 'fields.a': 'value.x', 'fields.b': 'topic +\n  1' },
      'fields.b',
      'line 1, column 7: there is no string + int',
    ],
    [{ 'fields.a': 'int' }, 'fields.a', 'the result is a type, which is no value of Connect'],
    [
      { 'fields.a': '1', 'fields.a.b': '2' },
      'fields.a.b',
      'It is inside fields.a, which is computed as a whole',
    ],
    [{ 'fields.a..b': '1' }, 'fields.a..b', 'The path has a name that is empty'],
    [{ 'fields.`a': '1' }, 'fields.`a', 'Incomplete backtick pair in path: [`a]'],
    [{ 'fields.a': '1', types: 'a:int33' }, 'types', "'a:int33' names none of the types int8, int16, int32"],
    [{ 'fields.a': '1', types: 'b:int32' }, 'types', 'There is no fields.b'],
    [{ 'fields.a': '1', types: 'int32' }, 'types', 'A type without a field is for an expression'],
    [{ 'fields.a': '1', types: 'a:decimal' }, 'types', "'a:decimal' names none of the types"],
    [{ 'fields.a': 'x'.repeat(20_001) }, 'fields.a', 'an expression has at most 20000 characters'],
    [
      { 'fields.a': `${'('.repeat(150)}1${')'.repeat(150)}` },
      'fields.a',
      'more than 100 things are inside each other',
    ],
  ])('are refused when it is configured: %j', (properties, key, problem) => {
    const problems = problemsOf('Expression$Value', properties);
    expect(Object.keys(problems)).toEqual([key]);
    expect(problems[key]?.join()).toContain(problem);
  });

  it('are good with everything that they can have', () => {
    const properties = {
      'fields.a.b': 'value.x',
      'fields.c': 'key',
      types: 'a.b:decimal(-2)!, c:timestamp',
      'max.steps': '1',
    };
    expect(problemsOf('Expression$Key', properties)).toEqual({});
  });
});
