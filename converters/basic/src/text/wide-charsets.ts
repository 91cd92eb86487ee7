import type { Charset } from './charset.ts';

/** `marked` is big endian unless a byte order mark at the beginning says otherwise; it is written, too. */
export interface WideOptions {
  readonly byteOrder: 'big' | 'little' | 'marked';
}

const mark = 0xfeff;
const replacementCharacter = 0xfffd;
const maxCodePoint = 0x10ffff;

export function utf16Charset({ byteOrder }: WideOptions): Charset {
  return {
    decode(bytes) {
      const little = byteOrder === 'little' || (byteOrder === 'marked' && startsWith(bytes, [0xff, 0xfe]));
      const whole = bytes.subarray(0, bytes.length & ~1);
      const units = little ? whole : Buffer.from(whole).swap16();
      const text = units.toString('utf16le').toWellFormed() + (whole.length < bytes.length ? '\ufffd' : '');
      return byteOrder === 'marked' ? withoutMark(text) : text;
    },
    encode(text) {
      const marked = byteOrder === 'marked' && text !== '' ? `\ufeff${text}` : text;
      const bytes = Buffer.from(marked.toWellFormed(), 'utf16le');
      return byteOrder === 'little' ? bytes : bytes.swap16();
    },
  };
}

/** Unlike in UTF-16, no byte order mark is written. */
export function utf32Charset({ byteOrder }: WideOptions): Charset {
  return {
    decode(bytes) {
      const little =
        byteOrder === 'little' || (byteOrder === 'marked' && startsWith(bytes, [0xff, 0xfe, 0, 0]));
      let text = '';
      for (let offset = 0; offset < bytes.length; offset += 4) text += codePointAt(bytes, offset, little);
      return byteOrder === 'marked' ? withoutMark(text) : text;
    },
    encode(text) {
      const codePoints = Array.from(text.toWellFormed(), (character) => character.codePointAt(0) ?? 0);
      const bytes = Buffer.allocUnsafe(codePoints.length * 4);
      for (const [index, codePoint] of codePoints.entries()) {
        if (byteOrder === 'little') bytes.writeUInt32LE(codePoint, index * 4);
        else bytes.writeUInt32BE(codePoint, index * 4);
      }
      return bytes;
    },
  };
}

function codePointAt(bytes: Buffer, offset: number, little: boolean): string {
  if (offset + 4 > bytes.length) return '\ufffd';
  const codePoint = little ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  const isCharacter = codePoint <= maxCodePoint && (codePoint < 0xd800 || codePoint > 0xdfff);
  return String.fromCodePoint(isCharacter ? codePoint : replacementCharacter);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === mark ? text.slice(1) : text;
}

function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
