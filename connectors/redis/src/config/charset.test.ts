import { describe, expect, it } from 'vitest';
import { isKnownCharset, textEncoding } from './charset.ts';

describe('texts', () => {
  it.each([
    ['utf8', 'ü', 'ü'],
    ['ISO-8859-1', 'ü', Buffer.from([0xfc])],
    ['latin1', 'a', Buffer.from('a')],
    ['US_ASCII', 'a', Buffer.from('a')],
    ['UTF-16LE', 'ü', Buffer.from([0xfc, 0])],
    ['UTF-16BE', 'ü', Buffer.from([0, 0xfc])],
    ['UTF-16', 'ü', Buffer.from([0xfe, 0xff, 0, 0xfc])],
  ])('are encoded in %s', (name, text, expected) => {
    expect(isKnownCharset(name)).toBe(true);
    expect(textEncoding(name)(text)).toEqual(expected);
  });

  it.each([
    ['UTF-8', '\ud800', 'half a surrogate pair'],
    ['ISO-8859-1', '€', 'The character € has no place'],
    ['US-ASCII', 'ü', 'has no place in US-ASCII'],
  ])('that %s cannot hold are errors', (name, text, message) => {
    expect(() => textEncoding(name)(text)).toThrow(message);
  });

  it('have no encoding of a name that nobody knows', () => {
    expect(isKnownCharset('KLINGON-8')).toBe(false);
  });
});
