import {
  array,
  assert,
  constantFrom,
  integer,
  letrec,
  oneof,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dyn, typeOf } from './check/type.ts';
import { Evaluation } from './evaluate/evaluation.ts';
import { EvaluationFailure, StepsExhausted } from './evaluate/evaluation-failure.ts';
import { Program } from './program.ts';
import { ExpressionSyntaxError } from './syntax/expression-issue.ts';
import { parseExpression } from './syntax/parser.ts';
import { MadeList } from './values/list-value.ts';
import type { Value } from './values/value.ts';

const longText = 'a'.repeat(20_000);
const longList = new MadeList(Array.from({ length: 2000 }, (_, index) => BigInt(index)));

const environment = new Map([
  ['text', { type: typeOf('string'), read: (): Value => longText }],
  ['list', { type: { kind: 'list' as const, item: typeOf('int') }, read: (): Value => longList }],
  ['any', { type: dyn, read: (): Value => longList }],
]);

const maxSteps = 20_000;

interface Outcome {
  readonly kind: 'result' | 'failure' | 'cut off' | 'refused';
  readonly steps: number;
  readonly cpuMs: number;
  readonly value: Value;
}

/** What becomes of an expression; any other error is a defect. */
function outcomeOf(source: string): Outcome {
  const at = new Evaluation(maxSteps);
  const cpu = process.cpuUsage();
  const outcome = (kind: Outcome['kind'], value: Value = null): Outcome => {
    const { user, system } = process.cpuUsage(cpu);
    return { kind, steps: at.steps, cpuMs: (user + system) / 1000, value };
  };
  try {
    const program = new Program(source, environment);
    at.begin(null);
    return outcome('result', program.evaluate(at));
  } catch (error) {
    if (error instanceof StepsExhausted) return outcome('cut off');
    if (error instanceof EvaluationFailure) return outcome('failure');
    if (error instanceof ExpressionSyntaxError) return outcome('refused');
    throw error;
  }
}

/** Loops in loops, texts and lists that double, patterns, all in each other. */
const { expression: hostile } = letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const name = constantFrom('a', 'b', 'c');
  return {
    expression: oneof(
      { maxDepth: 6, depthIdentifier: 'hostile' },
      constantFrom(
        'text',
        'list',
        'any',
        '1',
        "'x'",
        '[1, 2, 3]',
        'true',
        "b'zz'",
        "duration('1h')",
        "{'k': list}",
      ),
      tuple(constantFrom('all', 'exists', 'exists_one', 'filter', 'map'), name, inner, inner).map(
        ([loop, variable, range, body]) => `${range}.${loop}(${variable}, ${body})`,
      ),
      tuple(name, inner, inner).map(([variable, value, body]) => `cel.bind(${variable}, ${value}, ${body})`),
      tuple(name, inner).map(
        ([variable, value]) => `cel.bind(${variable}, ${value}, ${variable} + ${variable} + ${variable})`,
      ),
      tuple(inner, constantFrom('+', '*', '==', '<', '&&', '||', 'in', '%'), inner).map(
        ([left, operator, right]) => `(${left} ${operator} ${right})`,
      ),
      inner.map((value) => `${value}.matches('(a+)+(a|aa)*$')`),
      tuple(inner, inner).map(([value, other]) => `${value}.replace(${other}, text)`),
      tuple(inner, inner).map(([value, other]) => `${value}.split(${other}).join(text)`),
      tuple(inner, inner).map(([condition, value]) => `(${condition} ? ${value} : [${value}, ${value}])`),
      inner.map((value) => `dyn(${value})`),
      inner.map((value) => `string(${value})`),
      inner.map((value) => `size(${value})`),
    ),
  };
});

describe('an evaluation', () => {
  it('ends within its steps, and in a time and memory that they bound, whatever the expression', () => {
    const kinds = new Map<string, number>();
    assert(
      property(hostile, (source) => {
        const { kind, steps, cpuMs, value } = outcomeOf(source);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        // What is spent last may go beyond: it is refused before it is done.
        expect(kind === 'result' ? steps : 0).toBeLessThanOrEqual(maxSteps);
        expect(cpuMs).toBeLessThan(2000);
        const length = typeof value === 'string' ? value.length : 0;
        expect(length).toBeLessThanOrEqual(16 * maxSteps + longText.length);
        return true;
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect([...kinds.keys()].toSorted()).toEqual(['cut off', 'failure', 'refused', 'result']);
  }, 60_000);

  it.each([
    ['loops in loops', 'list.all(a, list.all(b, list.all(c, a + b + c >= 0)))'],
    ['failures that || gets over', '1 / 0 > 0 || list.exists(a, list.exists(b, 1 / 0 > 0)) || true'],
    ['failures that all() gets over', 'list.all(a, list.all(b, list.all(c, 1 / 0 > 0)))'],
    ['loops in conditions of loops', 'list.filter(a, list.map(b, list.filter(c, c > b)).size() > a).size()'],
    ['texts that double', doubling('text', 40)],
    ['bytes that double', doubling('bytes(text)', 40)],
    ['lists that double', doubling('list', 40)],
    ['a text for each item of each item', 'list.map(a, list.map(b, text + string(b)))'],
    ['comparisons of lists that hold themselves many times', sharing(60)],
    [
      'a search that compares everything with everything',
      "list.map(a, text.contains('b' + text.substring(10000)))",
    ],
    ['splitting into characters', "list.map(a, text.split(''))"],
    ['joining what was split', "list.map(a, text.split('').join(text))"],
    ['replacing each character by everything', "text.replace('a', text)"],
    ['a pattern that other engines take ages for', "list.map(a, text.matches('^(a|aa)+$'))"],
    ['a pattern with many repetitions', "list.map(a, text.matches('(a?){90}a{90}b'))"],
    ['time zones', "list.map(a, list.map(b, timestamp(b).getHours('Europe/Berlin')))"],
    ['members of a list', 'list.all(a, list.map(b, b in list).size() == 2000)'],
  ])('is cut off: %s', (_, source) => {
    const { kind, cpuMs } = outcomeOf(source);
    expect(kind).toBe('cut off');
    expect(cpuMs).toBeLessThan(2000);
  });

  it('fails where a number grows and grows', () => {
    const squares = Array.from(
      { length: 40 },
      (_, index) => `cel.bind(d${index + 1}, d${index} * d${index}, `,
    );
    const source = `cel.bind(d0, decimal('9'), ${squares.join('')}d40${')'.repeat(41)}`;
    expect(outcomeOf(source).kind).toBe('failure');
  });

  it('takes the same steps each time', () => {
    const source = "list.filter(a, a % 7 == 0).map(a, 'x' + string(a)).join(',').size()";
    const [first, second] = [outcomeOf(source), outcomeOf(source)];
    expect(first.kind).toBe('result');
    expect(second.steps).toBe(first.steps);
    expect(first.steps).toBeGreaterThan(2000);
  });

  it('does not go on once it was cut off', () => {
    const at = new Evaluation(10);
    at.begin(null);
    expect(() => at.spend(11)).toThrow(StepsExhausted);
    expect(() => at.spend(1)).toThrow(StepsExhausted);
    at.begin(null);
    expect(() => at.spend(10)).not.toThrow();
  });

  it('lets go of what it worked on', () => {
    const at = new Evaluation(1000);
    at.begin({ large: true });
    new Program('[1, 2].map(a, a)', new Map()).evaluate(at);
    expect(at.locals).toHaveLength(1);
    at.end();
    expect([at.locals.length, at.input]).toEqual([0, null]);
  });
});

describe('parsing', () => {
  it.each([
    ['parentheses', (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`],
    ['lists', (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['maps', (depth: number) => `${'{1:'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['negations', (depth: number) => `${'!'.repeat(depth)}true`],
    ['minuses', (depth: number) => `${'- '.repeat(depth)}1`],
    ['conditions', (depth: number) => `${'true ? 1 : '.repeat(depth)}1`],
    ['members', (depth: number) => `any${'.a'.repeat(depth)}`],
    ['indexes', (depth: number) => `any${'[0]'.repeat(depth)}`],
    ['calls', (depth: number) => `${'size('.repeat(depth)}any${')'.repeat(depth)}`],
    ['sums', (depth: number) => `1${' + 1'.repeat(depth)}`],
    ['loops', (depth: number) => `${'any.map(a, '.repeat(depth)}1${')'.repeat(depth)}`],
  ])('ends, and refuses what is too deep: %s', (_, source) => {
    expect(() => parseExpression(source(30))).not.toThrow();
    for (const depth of [150, 1500, 6000])
      expect(() => parseExpression(source(depth))).toThrow(ExpressionSyntaxError);
  });

  it('takes as many alternatives as there is room for', () => {
    const source = Array.from({ length: 400 }, (_, index) => `any == ${index}`).join(' || ');
    expect(outcomeOf(source).kind).toBe('result');
  });

  it('ends with an expression or an error that says where, whatever the text', () => {
    const pieces = [
      'value',
      '.',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '\\',
      '`',
      '?',
      ':',
      ',',
      '1',
      '0x',
      'u',
      'e9',
      '-',
      '&&',
      'in',
      '//',
      '\n',
      'r"',
      "b'''",
      ' ',
    ];
    const text = array(oneof(constantFrom(...pieces), string({ maxLength: 3 })), { maxLength: 30 }).map(
      (parts) => parts.join(''),
    );
    assert(
      property(text, (source) => {
        expect(problemStart(source)).toBeLessThanOrEqual(source.length);
        return true;
      }),
      { numRuns: 5000 },
    );
  });

  it('reads integers exactly, up to the ends of their range', () => {
    assert(
      property(record({ high: integer(), low: integer() }), ({ high, low }) => {
        const value = (BigInt(high) << 32n) + BigInt(low >>> 0);
        const node = parseExpression(`${value}`);
        expect(node).toMatchObject({ kind: 'literal', value });
        return true;
      }),
    );
    expect(() => parseExpression('9223372036854775808')).toThrow('an int has 64 bits');
    expect(parseExpression('-9223372036854775808')).toMatchObject({ value: -(2n ** 63n) });
  });
});

/** Where the text is wrong; -1 when it is an expression. */
function problemStart(source: string): number {
  try {
    parseExpression(source);
    return -1;
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return error.start;
    throw error;
  }
}

function doubling(start: string, times: number): string {
  const binds = Array.from(
    { length: times },
    (_, index) => `cel.bind(v${index + 1}, v${index} + v${index}, `,
  );
  return `cel.bind(v0, ${start}, ${binds.join('')}v${times}${')'.repeat(times + 1)}`;
}

function sharing(times: number): string {
  const binds = Array.from(
    { length: times },
    (_, index) => `cel.bind(v${index + 1}, [v${index}, v${index}], `,
  );
  return `cel.bind(v0, [1], ${binds.join('')}v${times} == v${times}${')'.repeat(times + 1)}`;
}
