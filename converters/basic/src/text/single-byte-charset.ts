import type { Charset } from './charset.ts';

type Names = readonly [name: string, ...aliases: string[]];

/** Java's names and aliases in lower case. */
export const singleByteNames: readonly Names[] = [
  ['us-ascii', 'ascii', 'ascii7', 'iso646-us', 'iso-ir-6', 'ansi_x3.4-1968', 'cp367', 'ibm367', 'us', '646'],
  [
    'iso-8859-1',
    'iso8859_1',
    'iso8859-1',
    'iso_8859-1',
    '8859_1',
    'latin1',
    'l1',
    'cp819',
    'ibm819',
    'iso-ir-100',
  ],
  ...[2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 16].map(isoNames),
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map(windowsNames),
  ['koi8-r', 'koi8_r', 'koi8', 'cskoi8r'],
  ['koi8-u', 'koi8_u'],
  ['ibm866', 'cp866', 'ibm-866', '866'],
];

const replacement = '\ufffd';
const questionMark = 0x3f;

/** A charset that writes each character as one byte; `name` is the first of its names. */
export function singleByteCharset(name: string): Charset {
  const characters = charactersOf(name);
  const bytesByCharacter = new Map(characters.map((character, byte) => [character, byte]));
  bytesByCharacter.delete(replacement);
  return {
    decode(bytes) {
      let text = '';
      for (const byte of bytes) text += characters[byte];
      return text;
    },
    encode: (text) =>
      Uint8Array.from(
        text.match(/./gsu) ?? [],
        (character) => bytesByCharacter.get(character) ?? questionMark,
      ),
  };
}

/** The character of each byte. */
function charactersOf(name: string): readonly string[] {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  if (name === 'us-ascii')
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : replacement));
  if (name === 'iso-8859-1') return Array.from(bytes, (byte) => String.fromCharCode(byte));
  // The decoder knows ISO-8859-9 only with the extensions of its Windows cousin, in the range of control characters.
  const label = name === 'iso-8859-9' ? 'windows-1254' : name;
  const decoded = new TextDecoder(label).decode(bytes);
  return Array.from(bytes, (byte) => settle(name, byte, decoded.charAt(byte)));
}

/** The decoder reads bytes that mean nothing in a Windows charset as control characters, Java does not. */
function settle(name: string, byte: number, character: string): string {
  const inControlRange = byte >= 0x80 && byte <= 0x9f;
  if (name.startsWith('iso-') && inControlRange) return String.fromCharCode(byte);
  return inControlRange && character.charCodeAt(0) === byte ? replacement : character;
}

function isoNames(part: number): Names {
  return [`iso-8859-${part}`, `iso8859_${part}`, `iso8859-${part}`, `iso_8859-${part}`, `8859_${part}`];
}

function windowsNames(page: number): Names {
  return [`windows-${page}`, `cp${page}`];
}
