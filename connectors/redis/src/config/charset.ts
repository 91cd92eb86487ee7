import { DataError } from '@sluice/connect-api';

/** Encodes a text: as it is where the driver sends UTF-8 by itself, else as bytes. @throws DataError for what the encoding lacks. */
export type TextEncoding = (text: string) => string | Buffer;

const encodings: Readonly<Record<string, TextEncoding>> = {
  'UTF-8': (text) => wellFormed(text),
  'ISO-8859-1': (text) => narrow(text, { limit: 0xff, name: 'ISO-8859-1' }),
  'US-ASCII': (text) => narrow(text, { limit: 0x7f, name: 'US-ASCII' }),
  'UTF-16LE': (text) => Buffer.from(wellFormed(text), 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(wellFormed(text), 'utf16le').swap16(),
  'UTF-16': (text) => Buffer.from(`\uFEFF${wellFormed(text)}`, 'utf16le').swap16(),
};

const aliases: Readonly<Record<string, string>> = {
  UTF8: 'UTF-8',
  LATIN1: 'ISO-8859-1',
  'ISO8859-1': 'ISO-8859-1',
  'ISO-LATIN-1': 'ISO-8859-1',
  ASCII: 'US-ASCII',
  'ISO646-US': 'US-ASCII',
};

export function isKnownCharset(name: string): boolean {
  return encodings[canonical(name)] !== undefined;
}

/** The encoding of a name that {@link isKnownCharset} knows. */
export function textEncoding(name: string): TextEncoding {
  const encoding = encodings[canonical(name)];
  if (encoding === undefined) throw new Error(`There is no encoding ${name}`);
  return encoding;
}

function canonical(name: string): string {
  const upper = name.toUpperCase().replaceAll('_', '-');
  return aliases[upper] ?? upper;
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new DataError('A text has half a surrogate pair, which no encoding has bytes for', {
    code: 'REDIS_COMMAND_IMPOSSIBLE',
  });
}

function narrow(text: string, { limit, name }: { readonly limit: number; readonly name: string }): Buffer {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) <= limit) continue;
    throw new DataError(`The character ${text.slice(index, index + 1)} has no place in ${name}`, {
      code: 'REDIS_COMMAND_IMPOSSIBLE',
    });
  }
  return Buffer.from(text, 'latin1');
}
