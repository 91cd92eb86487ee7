import { assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JavaPattern, patternValidator } from './java-pattern.ts';

const matches = (pattern: string, text: string): boolean => new JavaPattern(pattern).matches(text);

describe('a pattern of Java', () => {
  it.each([
    ['(?i)ORDERS', 'orders'],
    ['a(?i)b|c', 'aB'],
    ['a(?i)b|c', 'C'],
    ['(a(?i)b)c', 'aBc'],
    ['(?i:a)b', 'Ab'],
    ['(?i)a(?-i)b', 'Ab'],
    ['(?s).', '\n'],
    ['(?m)^b$', 'b'],
    [String.raw`\Qa.b\E+`, 'a.bb'],
    [String.raw`\Q(`, '('],
    [String.raw`[\Q]-\E]+`, ']-'],
    [String.raw`\p{Alpha}\p{Digit}\p{Punct}`, 'a1~'],
    [String.raw`\p{IsLatin}\p{L}\pL\p{javaLowerCase}`, 'äöüß'],
    [String.raw`\P{Upper}`, 'a'],
    [String.raw`[a-c&&[^b]]+`, 'ac'],
    [String.raw`[^a&&[a-z]]`, 'b'],
    [String.raw`[a-c[x-z]]+`, 'az'],
    [String.raw`[]a]+`, 'a]'],
    [String.raw`[a-]+`, 'a-'],
    [String.raw`[{}()/|!&~-]+`, '{}()/|!&~-'],
    [String.raw`\w\d\s\S\D\W`, '_5\t_a-'],
    [String.raw`\h\v\R`, ' \n\r\n'],
    [String.raw`\x41\x{1F986}\u0042\t\e\cA\0101`, 'A🦆B\t\u001b\u0001A'],
    [String.raw`(.)(.)\2\1`, 'abba'],
    [String.raw`(?<x>.)-\k<x>`, 'a-a'],
    [String.raw`(a)\10`, 'aa0'],
    ['(?>a+)b', 'aab'],
    ['(a++)(b?+)', 'aab'],
    ['(?=a)(?!b)(?<!b)(?<=)a', 'a'],
    [String.raw`\Aa\z`, 'a'],
    ['a$', 'a'],
    ['.', '🦆'],
    ['a{2}b{1,}c{0,1}', 'aabb'],
    ['(?:ab)+?', 'abab'],
  ])('%s matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  it.each([
    ['a(?i)b|c', 'Ab'],
    ['(a(?i)b)c', 'abC'],
    ['(?i)a(?-i)b', 'AB'],
    ['.', '\u0085'],
    [String.raw`\w+`, 'größe'],
    [String.raw`\d`, '٣'],
    [String.raw`\s`, '\u00a0'],
    ['(?>a+)ab', 'aaab'],
    ['a++ab', 'aaab'],
    ['[a-c&&[^b]]', 'b'],
    ['[^a&&[a-z]]', 'a'],
    ['a|ab', 'abc'],
    ['a', 'a\n'],
  ])('%s does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  it.each([
    ['[', 'Unclosed character class near index 0\n[\n^'],
    ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
    ['a{x}', 'Illegal repetition near index 1\na{x}\n ^'],
    ['(a', 'Unclosed group near index 2\n(a\n  ^'],
    ['a)', "Unmatched closing ')' near index 0\na)\n^"],
    ['[b-a]', 'Illegal character range near index 3\n[b-a]\n   ^'],
    [String.raw`\y`, `Illegal/unsupported escape sequence near index 1\n${String.raw`\y`}\n ^`],
    [
      '(?<a>x)(?<a>y)',
      'Named capturing group <a> is already defined near index 11\n(?<a>x)(?<a>y)\n           ^',
    ],
    ['(?x)a', 'The flag x is not supported near index 2\n(?x)a\n  ^'],
    [
      String.raw`\p{Nope}`,
      `Unknown character property name {Nope} near index 2\n${String.raw`\p{Nope}`}\n  ^`,
    ],
    [String.raw`(a)\2`, `There is no group 2 near index 5\n${String.raw`(a)\2`}\n     ^`],
  ])('is refused with its place: %s', (pattern, message) => {
    expect(() => matches(pattern, '')).toThrow(message);
    expect(patternValidator.check({ key: 'k', type: 'STRING', value: pattern })).toBe(
      `Invalid value ${pattern} for configuration k: Invalid regex: ${message}`,
    );
  });

  it('finds the first place where it matches, with its groups', () => {
    const found = new JavaPattern('(b)(x)?|(c)').find('abc');
    expect([found?.start, found?.end]).toEqual([1, 2]);
    expect([0, 1, 2, 3].map((number) => found?.group(number))).toEqual(['b', 'b', '', '']);
    expect(new JavaPattern('x').find('abc')).toBeNull();
  });

  it('takes any quoted text for itself', () => {
    const text = tuple(string({ unit: 'grapheme' }), constantFrom('', '.', '(', '[', '\\', '$'));
    assert(
      property(text, ([some, special]) => {
        const whole = (some + special).replaceAll(String.raw`\E`, '');
        return matches(String.raw`\Q${whole}\E`, whole) && !matches(String.raw`\Q${whole}\E`, `${whole}x`);
      }),
    );
  });
});
