import { describe, expect, it } from 'vitest';
import { parseProperties } from './properties.ts';

const parse = (text: string): Record<string, string> => parseProperties(Buffer.from(text, 'latin1'));

describe('a properties file', () => {
  it.each([
    ['a=1\nb:2\rc 3\r\nd', { a: '1', b: '2', c: '3', d: '' }],
    ['  a = 1  ', { a: '1  ' }],
    ['a==1\nb=:2', { a: '=1', b: ':2' }],
    ['# no\n! no\n\n \t\na=#yes', { a: '#yes' }],
    ['a=one,\\\n   two\\\n\tthree', { a: 'one,twothree' }],
    ['a=x\\\\\nb=y', { a: 'x\\', b: 'y' }],
    ['a=x\\\\\\\ny', { a: 'x\\y' }],
    ['#comment\\\na=1', { a: '1' }],
    ['a\\=b\\ c\\:d=1', { 'a=b c:d': '1' }],
    ['a=\\t\\n\\r\\f\\q\\u00e9\\\\', { a: '\t\n\r\fqé\\' }],
    ['a=1\na=2', { a: '2' }],
    ['__proto__=x\nconstructor=y', JSON.parse('{"__proto__":"x","constructor":"y"}') as object],
    ['path=C:\\\\temp', { path: 'C:\\temp' }],
    ['a=x\\', { a: 'x' }],
    ['=v', { '': 'v' }],
    ['a\t:\t1', { a: '1' }],
  ])('reads %j', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it('is ISO-8859-1, so that UTF-8 text comes as two characters', () => {
    expect(parseProperties(Buffer.from('a=é', 'utf8'))).toEqual({ a: 'Ã©' });
  });

  it('refuses a torn unicode escape', () => {
    expect(() => parse('a=\\u12g4')).toThrow('Malformed \\uxxxx encoding.');
    expect(() => parse('a=\\u12')).toThrow('Malformed \\uxxxx encoding.');
  });
});
