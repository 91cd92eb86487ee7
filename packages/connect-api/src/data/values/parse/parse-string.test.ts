import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryData } from '../../../../testing/arbitrary-data.ts';
import { TypedNumber } from '../../numbers/typed-number.ts';
import { convertToString } from '../value-text.ts';
import { parseString } from './parse-string.ts';

const structuralText = fc
  .array(
    fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      'null',
      'true',
      '1',
      '-2.5',
      '1e400',
      'a',
      '2019-08-23',
    ),
  )
  .map((parts) => parts.join(''));

describe('parseString', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), structuralText), (text) => {
        const { schema, value } = parseString(text);
        expect(schema === null ? value : schema.type).toSatisfy(
          (it) => it === null || typeof it === 'string',
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on the text of any value, and keeps the text where it finds nothing', () => {
    fc.assert(
      fc.property(arbitraryData(), ({ schema, value }) => {
        const text = convertToString(schema, value);
        const parsed = parseString(text);
        expect(parsed.schema?.type !== 'STRING' || parsed.value === text).toBe(true);
      }),
    );
  });

  it('says the type of numbers where the schema around them does not', () => {
    expect(parseString('[1,"a"]').value).toEqual([new TypedNumber('INT8', 1), 'a']);
    expect(parseString('[[1],[300]]').value).toEqual([[new TypedNumber('INT8', 1)], [300]]);
    expect(parseString('[1,300]').value).toEqual([1, 300]);
  });

  it('takes keys of equal content for one key', () => {
    const { value } = parseString('{[1]:"a","2019-08-23":"b",[1]:"c","2019-08-23":"d"}');
    expect([...(value as Map<unknown, unknown>).values()]).toEqual(['c', 'd']);
  });

  it.each(['true          ', 'false', ' null  \n', 'true', 'true\u00a0'])(
    'knows literals from text in %j',
    (text) => {
      const parsed = parseString(text);
      expect(parsed.schema?.type === 'STRING').toBe(text.includes('\u00a0'));
    },
  );

  it('takes what is nested too deeply for text', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseString(nested(1000)).schema?.type).toBe('ARRAY');
    expect(parseString(nested(1001))).toMatchObject({ schema: { type: 'STRING' } });
    expect(parseString(nested(200_000)).schema?.type).toBe('STRING');
    expect(parseString('{1:'.repeat(100_000)).schema?.type).toBe('STRING');
  });

  it.each([
    ['blanks', `1${' '.repeat(300_000)}x`],
    ['quotes', `["${'a: '.repeat(100_000)}"]`],
    ['number keys', `{${Array.from({ length: 50_000 }, (_, index) => `${index}:1`).join(',')}}`],
    ['digits', `[${'9'.repeat(100_000)},1.${'0'.repeat(100_000)}1]`],
    ['backslashes', `[${'\\'.repeat(300_000)}`],
    ['open brackets', `[1,${'[1,'.repeat(100_000)}`],
  ])('needs no more than a moment for very many %s', (_, text) => {
    // By CPU time, not by the clock: the machine may be busy with something else.
    const start = process.cpuUsage();
    parseString(text);
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000);
  });
});
