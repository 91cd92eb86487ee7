import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProperties, parsePropertiesText } from './parse-properties.ts';

interface RecordedFile {
  readonly id: string;
  /** Each character is one byte. */
  readonly file: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly error?: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('./fixtures/properties-files.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly RecordedFile[] };

const readable = recorded.cases.filter(({ properties }) => properties !== undefined);
const unreadable = recorded.cases.filter(({ error }) => error !== undefined);

const parse = (text: string): Record<string, string> => parseProperties(Buffer.from(text, 'latin1'));

describe('a properties file', () => {
  it.each(readable)('is read as Java reads it: $id', ({ file, properties }) => {
    expect(parse(file)).toEqual(properties);
  });

  it.each(unreadable)('is refused as Java refuses it: $id', ({ file, error }) => {
    expect(() => parse(file)).toThrow(error);
  });

  it('was recorded in many good and bad forms', () => {
    expect(readable.length).toBeGreaterThan(250);
    expect(unreadable.length).toBeGreaterThan(20);
  });

  it('is ISO-8859-1, so that UTF-8 text comes as two characters, unless it is text already', () => {
    expect(parseProperties(Buffer.from('a=é', 'utf8'))).toEqual({ a: 'Ã©' });
    expect(parsePropertiesText('a=é')).toEqual({ a: 'é' });
  });

  it('is refused with the line of a torn unicode escape', () => {
    expect(() => parse('a=1\r\n# no\r\nb=two \\\r\n  \\u12g4')).toThrow(
      'Malformed \\uxxxx encoding. The entry that begins in line 3 is not readable',
    );
  });

  it('gives back whatever was escaped into it', () => {
    const escape = (text: string): string =>
      text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (key, value) => {
        expect(Object.entries(parse(`${escape(key)}=${escape(value)}`))).toEqual(
          key === '' && value === '' ? [['', '']] : [[key, value]],
        );
      }),
    );
  });
});
