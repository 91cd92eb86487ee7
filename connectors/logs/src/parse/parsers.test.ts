import { isStruct, TypedNumber } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessLogParser, accessTimeMs } from './access-log.ts';
import { eventParserOf, type EventParser } from './event-parser.ts';
import { parseJsonEvent } from './json-event.ts';
import { parseLogfmt } from './logfmt.ts';
import { groupNames, regexParser } from './regex-event.ts';

/** The fields of an event, or why it is none. */
function fieldsOf(parse: EventParser, text: string): unknown {
  const parsed = parse(text);
  if (typeof parsed === 'string') return parsed;
  const { value, schema } = parsed;
  if (!isStruct(value)) return value;
  return Object.fromEntries((schema?.fields ?? []).map(({ name }) => [name, value.get(name)]));
}

describe('JSON', () => {
  it('keeps every number and everything within', () => {
    const text = '{"id":9223372036854775807,"n":1,"f":1.0,"e":1.5,"list":[1,{"a":null}],"s":"x","b":true}';
    expect(fieldsOf(parseJsonEvent, text)).toEqual(
      new Map<string, unknown>([
        ['id', 9223372036854775807n],
        ['n', 1],
        ['f', new TypedNumber('FLOAT64', 1)],
        ['e', 1.5],
        ['list', [1, new Map([['a', null]])]],
        ['s', 'x'],
        ['b', true],
      ]),
    );
  });

  it.each([
    ['{', /^it is no JSON: /],
    ['[1]', /^it is no JSON object$/],
    ['"x"', /^it is no JSON object$/],
    ['{"n":92233720368547758070}', /^the number 92233720368547758070 does not fit into 64 bits$/],
  ])('%s is none, or none that can be kept', (text, reason) => {
    expect(fieldsOf(parseJsonEvent, text)).toMatch(reason);
  });
});

describe('logfmt', () => {
  it.each([
    ['level=info msg="it \\"works\\"\\n" retry', { level: 'info', msg: 'it "works"\n', retry: true }],
    ['a= b="" c=x:y', { a: '', b: '', c: 'x:y' }],
    ['  ts=2026-11-27T10:15:30Z  dur=1.5ms ', { ts: '2026-11-27T10:15:30Z', dur: '1.5ms' }],
  ])('%s', (text, expected) => {
    expect(fieldsOf(parseLogfmt, text)).toEqual(new Map(Object.entries(expected)));
  });

  it.each(['a="open', '="x"', ''])('is not %j', (text) => {
    expect(fieldsOf(parseLogfmt, text)).toMatch(/^it is (no logfmt at character \d+|empty)$/);
  });

  it('takes time that grows with the text only', () => {
    expect(fieldsOf(parseLogfmt, `a="${'\\'.repeat(100_000)}`)).toMatch(/^it is no logfmt/);
  });
});

const common = '192.0.2.1 - frank [27/Nov/2026:10:15:30 +0100] "GET /a%20b?x=1 HTTP/1.1" 200 2326';
const frank = {
  host: '192.0.2.1',
  identity: null,
  user: 'frank',
  time: new Date(Date.UTC(2026, 10, 27, 9, 15, 30)),
  request: 'GET /a%20b?x=1 HTTP/1.1',
  method: 'GET',
  target: '/a%20b?x=1',
  protocol: 'HTTP/1.1',
  status: 200,
  bytes: 2326n,
};

describe('access logs', () => {
  it('have their fields', () => {
    expect(fieldsOf(accessLogParser('common'), common)).toEqual(frank);
    const combined = `${common} "https://example.org/" "Agent \\"x\\" 1.0"`;
    expect(fieldsOf(accessLogParser('combined'), combined)).toEqual({
      ...frank,
      referer: 'https://example.org/',
      user_agent: 'Agent "x" 1.0',
    });
  });

  it('keep requests that are none, and what was not sent', () => {
    const line = '::1 - - [01/Jan/2026:00:00:00 +0000] "\\x16\\x03" 400 -';
    expect(fieldsOf(accessLogParser('common'), line)).toMatchObject({
      request: '\\x16\\x03',
      method: null,
      target: null,
      bytes: null,
    });
  });

  it.each([
    ['common', 'hello'],
    ['common', `${common} "-" "-"`],
    ['combined', common],
    ['common', common.replace('Nov', 'Nox')],
  ] as const)('of the format %s are not %s', (format, line) => {
    expect(fieldsOf(accessLogParser(format), line)).toMatch(/^it is no line of|^its time is not understood/);
  });

  it('have times with zones', () => {
    expect(accessTimeMs('27/Nov/2026:10:15:30 -0730')).toBe(Date.UTC(2026, 10, 27, 17, 45, 30));
    expect(accessTimeMs('27/11/2026:10:15:30 +0000')).toBeNull();
  });
});

describe('an expression of its own', () => {
  it('gives its named groups in their order, those without a match as nothing', () => {
    const source = '^(?<level>\\w+)(?: \\[(?<thread>\\w+)\\])? (?<message>.*)$';
    expect(groupNames(source)).toEqual(['level', 'thread', 'message']);
    expect(fieldsOf(regexParser(source), 'WARN it is late')).toEqual({
      level: 'WARN',
      thread: null,
      message: 'it is late',
    });
    expect(fieldsOf(regexParser(source), '')).toBe('it does not match format.regex');
  });
});

it('whatever a line holds, a format has fields or a reason for it', () => {
  const parsers = (['json', 'logfmt', 'common', 'combined', 'regex'] as const).map((format) =>
    eventParserOf({ format, 'format.regex': '^(?<a>.)' }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const parse of parsers) expect(parse?.(text)).toBeDefined();
    }),
  );
  expect(eventParserOf({ format: 'text', 'format.regex': null })).toBeNull();
});
