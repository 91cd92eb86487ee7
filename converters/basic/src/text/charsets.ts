import { SerializationError } from '@sluice/connect-api';
import type { Charset } from './charset.ts';
import { singleByteCharset, singleByteNames } from './single-byte-charset.ts';
import { decodeUtf8, encodeUtf8 } from './utf8-text.ts';
import { utf16Charset, utf32Charset } from './wide-charsets.ts';

const utf8: Charset = { decode: decodeUtf8, encode: encodeUtf8 };

/** The charsets by their Java names in lower case, made when first used, with the other names they have. */
const charsets: readonly (readonly [make: () => Charset, names: readonly string[]])[] = [
  [() => utf8, ['utf-8', 'utf8', 'unicode-1-1-utf-8']],
  [() => utf16Charset({ byteOrder: 'marked' }), ['utf-16', 'utf_16', 'utf16', 'unicode', 'unicodebig']],
  [
    () => utf16Charset({ byteOrder: 'big' }),
    ['utf-16be', 'utf_16be', 'x-utf-16be', 'iso-10646-ucs-2', 'unicodebigunmarked'],
  ],
  [
    () => utf16Charset({ byteOrder: 'little' }),
    ['utf-16le', 'utf_16le', 'x-utf-16le', 'unicodelittleunmarked'],
  ],
  [() => utf32Charset({ byteOrder: 'marked' }), ['utf-32', 'utf_32', 'utf32', 'iso-10646-ucs-4']],
  [() => utf32Charset({ byteOrder: 'big' }), ['utf-32be', 'utf_32be', 'x-utf-32be']],
  [() => utf32Charset({ byteOrder: 'little' }), ['utf-32le', 'utf_32le', 'x-utf-32le']],
  ...singleByteNames.map((names) => [() => singleByteCharset(names[0]), names] as const),
];

const makersByName = new Map(charsets.flatMap(([make, names]) => names.map((name) => [name, make])));

/**
 * The charset of that name, as Java knows it, in any case.
 * @throws SerializationError when there is none.
 */
export function charsetNamed(name: string): Charset {
  const make = makersByName.get(name.toLowerCase());
  if (make === undefined) throw new SerializationError(`Unsupported encoding ${name}`);
  return make();
}
