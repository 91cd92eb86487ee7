import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonNode } from './json-node.ts';
import { readJson } from './read-json.ts';
import { RequestBodyError } from './request-body-error.ts';

/** What JSON.parse would have made of it. */
function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return node.value;
    case 'number':
      return Number(node.literal);
    case 'array':
      return node.items.map(plain);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value)]));
  }
}

function refusal(text: string): string {
  try {
    readJson(text);
  } catch (error) {
    if (error instanceof RequestBodyError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('reading JSON', () => {
  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(readJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\u00',
      '\\',
      '1',
      '-',
      '.5',
      'e',
      '0',
      'null',
      'tru',
      ' ',
      '\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (tokens) => {
        const text = tokens.join('');
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        expect(refusal(text) === 'accepted').toBe(accepted);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps numbers as they were written', () => {
    const literals = ['1.50', '1E+3', '-0', '9007199254740993', '0.1e-7'];
    for (const literal of literals) expect(readJson(literal)).toEqual({ kind: 'number', offset: 0, literal });
  });

  it('keeps every member of the same name and where each began', () => {
    expect(readJson('{"a":1, "a":2}')).toEqual({
      kind: 'object',
      offset: 0,
      members: [
        { name: 'a', offset: 1, value: { kind: 'number', offset: 5, literal: '1' } },
        { name: 'a', offset: 8, value: { kind: 'number', offset: 12, literal: '2' } },
      ],
    });
  });

  it('reads escapes, lone surrogates included', () => {
    expect(plain(readJson(String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800"`))).toBe(
      '"\\/\b\f\n\r\té😀\ud800',
    );
  });

  it('skips a byte order mark', () => {
    expect(plain(readJson('\uFEFF {"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['{', 'ends where a field name in double quotes is expected, at line 1, column 2'],
    ['{"name":"n"', "ends where ',' or '}' is expected, at line 1, column 12"],
    ['{"name":"n",}', "has '}' where a field name in double quotes is expected, at line 1, column 13"],
    ['{\n  "a": 1\n  "b": 2\n}', `has '"' where ',' or '}' is expected, at line 3, column 3`],
    ['{"a" 1}', "has '1' where ':' is expected, at line 1, column 6"],
    ["{'a':1}", "has ''' where a field name in double quotes is expected, at line 1, column 2"],
    ['[1,]', "has ']' where a value is expected, at line 1, column 4"],
    ['[1 2]', "has '2' where ',' or ']' is expected, at line 1, column 4"],
    ['{"a":NaN}', "has 'N' where a value is expected, at line 1, column 6"],
    ['{"a":01}', 'has a number that is not written as JSON demands, at line 1, column 6'],
    ['{"a":+1}', 'has a number that is not written as JSON demands, at line 1, column 6'],
    ['{"a":.5}', 'has a number that is not written as JSON demands, at line 1, column 6'],
    ['{"a":1.}', 'has a number that is not written as JSON demands, at line 1, column 6'],
    ['{} x', "has 'x' where the end is expected, at line 1, column 4"],
    ['{} // no', "has '/' where the end is expected, at line 1, column 4"],
    ['"abc', 'has a string without an end, at line 1, column 1'],
    ['"a\tb"', 'has an unescaped control character (U+0009) in a string, at line 1, column 3'],
    [String.raw`"a\x"`, 'has an unknown escape sequence in a string, at line 1, column 3'],
    [String.raw`"a\u12g4"`, 'has an unknown escape sequence in a string, at line 1, column 3'],
    ['é', 'has U+00E9 where a value is expected, at line 1, column 1'],
  ])('says what is wrong with %j, and where', (text, problem) => {
    expect(refusal(text)).toBe(`The request body is not valid JSON: it ${problem}`);
  });

  it('refuses a nesting that could exhaust the stack', () => {
    expect(refusal(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toBe('accepted');
    expect(refusal('['.repeat(1_000_000))).toMatch(
      /nested more than 1000 levels deep, at line 1, column 1001$/,
    );
  });
});
