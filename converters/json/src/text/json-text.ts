import { isUtf8 } from 'node:buffer';
import { JsonSyntaxError } from './json-syntax-error.ts';

interface Encoding {
  readonly unitBytes: 1 | 2 | 4;
  readonly bigEndian: boolean;
  readonly markBytes: number;
}

const utf8: Encoding = { unitBytes: 1, bigEndian: false, markBytes: 0 };
const replacementCharacter = '\ufffd';

const marks: readonly (readonly [mark: readonly number[], encoding: Encoding])[] = [
  [[0x00, 0x00, 0xfe, 0xff], { unitBytes: 4, bigEndian: true, markBytes: 4 }],
  [[0xff, 0xfe, 0x00, 0x00], { unitBytes: 4, bigEndian: false, markBytes: 4 }],
  [[0xfe, 0xff], { unitBytes: 2, bigEndian: true, markBytes: 2 }],
  [[0xff, 0xfe], { unitBytes: 2, bigEndian: false, markBytes: 2 }],
  [[0xef, 0xbb, 0xbf], { ...utf8, markBytes: 3 }],
];

/**
 * Turns a message into text. JSON is UTF-8 unless its first bytes show UTF-16 or UTF-32; a byte order mark is
 * skipped.
 * @throws JsonSyntaxError when the bytes are broken.
 */
export function decodeJsonText(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  const content = encoding.markBytes === 0 ? bytes : bytes.subarray(encoding.markBytes);
  if (encoding.unitBytes === 2) return decodeUtf16(content, encoding.bigEndian);
  if (encoding.unitBytes === 4) return decodeUtf32(content, encoding.bigEndian);
  return decodeUtf8(content, 0);
}

/**
 * The text of UTF-8 bytes from an offset on.
 * @throws JsonSyntaxError when the bytes are broken.
 */
export function decodeUtf8(bytes: Buffer, start: number): string {
  const text = bytes.toString('utf8', start);
  if (text.includes(replacementCharacter) && !isUtf8(bytes.subarray(start))) {
    throw new JsonSyntaxError('Invalid UTF-8');
  }
  return text;
}

function encodingOf(bytes: Buffer): Encoding {
  const first = bytes[0] ?? 1;
  const second = bytes[1] ?? 1;
  const startsAsUtf8 = first !== 0 && second !== 0 && first < 0x80;
  if (startsAsUtf8) return utf8;
  return bytes.length < 4 ? unmarkedUtf16(first, second) : markedEncoding(bytes);
}

function markedEncoding(bytes: Buffer): Encoding {
  const marked = marks.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return marked[1];
  const quad = bytes.readUInt32BE(0);
  if (quad >>> 8 === 0) return { unitBytes: 4, bigEndian: true, markBytes: 0 };
  if ((quad & 0xffffff) === 0) return { unitBytes: 4, bigEndian: false, markBytes: 0 };
  if ((quad & ~0xff0000) === 0 || (quad & ~0xff00) === 0) {
    throw new JsonSyntaxError('UTF-32 with an unusual byte order');
  }
  return unmarkedUtf16(quad >>> 24, (quad >>> 16) & 0xff);
}

function unmarkedUtf16(first: number, second: number): Encoding {
  if (first !== 0 && second !== 0) return utf8;
  return { unitBytes: 2, bigEndian: first === 0, markBytes: 0 };
}

function decodeUtf16(bytes: Buffer, bigEndian: boolean): string {
  if (!bigEndian) return bytes.toString('utf16le');
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

function decodeUtf32(bytes: Buffer, bigEndian: boolean): string {
  let text = '';
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const codePoint = bigEndian ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset);
    if (codePoint > 0x10ffff) throw new JsonSyntaxError(`Invalid UTF-32 character at byte ${offset}`);
    text += String.fromCodePoint(codePoint);
  }
  return text;
}
