import { describe, expect, it } from 'vitest';
import { charsetNamed } from './charsets.ts';

function encoded(name: string, text: string): string {
  return Buffer.from(charsetNamed(name).encode(text)).toString('hex');
}

function decoded(name: string, hex: string): string {
  return charsetNamed(name).decode(Buffer.from(hex, 'hex'));
}

describe('charsets', () => {
  it.each([
    ['UTF-8', 'é😀', 'c3a9f09f9880'],
    ['UTF-16', 'é😀', 'feff00e9d83dde00'],
    ['UTF-16BE', 'é😀', '00e9d83dde00'],
    ['UTF-16LE', 'é😀', 'e9003dd800de'],
    ['UTF-32', 'é😀', '000000e90001f600'],
    ['UTF-32LE', 'é😀', 'e900000000f60100'],
    ['ISO-8859-1', 'é\u0085ÿ', 'e985ff'],
    ['ISO-8859-9', 'ğ\u0085', 'f085'],
    ['ISO-8859-15', '€é', 'a4e9'],
    ['windows-1252', '€é', '80e9'],
    ['windows-1251', 'Я', 'df'],
    ['KOI8-R', 'Я', 'f1'],
    ['US-ASCII', 'az~', '617a7e'],
  ])('%s writes and reads %s', (name, text, hex) => {
    expect(encoded(name, text)).toBe(hex);
    expect(decoded(name, hex)).toBe(text);
  });

  it.each(['utf8', 'Latin1', 'CP1252', 'iso8859_15', 'ascii', 'UnicodeBig'])('knows the name %s', (name) => {
    expect(() => charsetNamed(name)).not.toThrow();
  });

  it('reads the byte order of UTF-16 and UTF-32 off the mark', () => {
    expect(decoded('UTF-16', 'fffe6100')).toBe('a');
    expect(decoded('UTF-16', '0061')).toBe('a');
    expect(decoded('UTF-32', 'fffe000061000000')).toBe('a');
  });

  it('writes a question mark for what the charset cannot say', () => {
    expect(encoded('ISO-8859-1', 'a€b')).toBe('613f62');
    expect(encoded('US-ASCII', '😀')).toBe('3f');
    expect(encoded('UTF-8', 'a\ud83db')).toBe('613f62');
  });

  it('reads a replacement character for what means nothing', () => {
    expect(decoded('US-ASCII', '61ff')).toBe('a\ufffd');
    expect(decoded('windows-1252', '8180')).toBe('\ufffd€');
    expect(decoded('UTF-16BE', 'd83d0061')).toBe('\ufffda');
    expect(decoded('UTF-16BE', '006100')).toBe('a\ufffd');
    expect(decoded('UTF-32', '0011000000000061')).toBe('\ufffda');
  });

  it('takes an encoded surrogate for one malformed character, as Java does', () => {
    expect(decoded('UTF-8', '61eda08062')).toBe('a\ufffdb');
    expect(decoded('UTF-8', 'eda0eda080')).toBe('\ufffd\ufffd');
    expect(decoded('UTF-8', 'fffe62ed')).toBe('\ufffd\ufffdb\ufffd');
  });
});
