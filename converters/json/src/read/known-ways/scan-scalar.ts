import { scanNumber, startsNumber } from './scan-number.ts';
import { space, quote, backslash, lowerF, lowerN, lowerT, lowerU } from '../../text/characters.ts';

const firstAbove = 0x80;

/** Four characters each, as a little-endian number. */
const wordTrue = 0x65757274;
const wordNull = 0x6c6c756e;
const wordAlse = 0x65736c61;
const wordBytes = 4;
/** A byte in each of the four places. */
const ones = 0x01010101;
const spaces = 0x20202020;
const quotes = 0x22222222;
const backslashes = 0x5c5c5c5c;
const highBits = 0x80808080;

const escapes = new Set(Buffer.from('"\\/bfnrt'));

/** Tells where scalars end, and what is special about their texts. */
export class ScalarScanner {
  /** Whether the last scalar was a text with escapes. */
  escaped = false;
  /** Whether there was a character beyond ASCII in any scalar since this was set to false. */
  beyondAscii = false;

  /**
   * Where the scalar ends that starts here: behind its closing quote if it is a text. -1 where there is none, and for
   * numbers that do not stand there as Java prints them.
   */
  scan(bytes: DataView, start: number, end: number): number {
    this.escaped = false;
    if (start >= end) return -1;
    const first = bytes.getUint8(start);
    if (first === quote) return this.#scanText(bytes, start + 1, end);
    return startsNumber(first) ? scanNumber(bytes, start, end) : scanWord(bytes, start, end);
  }

  #scanText(bytes: DataView, start: number, end: number): number {
    for (let at = plainEnd(bytes, start, end); at < end; at += 1) {
      const byte = bytes.getUint8(at);
      if (byte === quote) return at + 1;
      if (byte >= firstAbove) this.beyondAscii = true;
      else if (byte < space) return -1;
      else if (byte === backslash) {
        at = escapeEnd(bytes, at, end);
        if (at === -1) return -1;
        this.escaped = true;
      }
    }
    return -1;
  }
}

/** Skips four characters at a time, as long as none of these is special. */
function plainEnd(bytes: DataView, start: number, end: number): number {
  let at = start;
  while (at + wordBytes <= end && !hasSpecial(bytes.getInt32(at, true))) at += wordBytes;
  return at;
}

/** Whether there is a quote, a backslash, a control character, or a byte beyond ASCII among the four bytes. */
function hasSpecial(word: number): boolean {
  const noQuote = word ^ quotes;
  const noBackslash = word ^ backslashes;
  // Taking something from each byte sets the high bit of those that are less than that.
  const less =
    (((noQuote - ones) | 0) & ~noQuote) |
    (((noBackslash - ones) | 0) & ~noBackslash) |
    (((word - spaces) | 0) & ~word);
  return ((less | word) & highBits) !== 0;
}

/** The last byte of the escape that starts here, -1 when it is none. */
function escapeEnd(bytes: DataView, start: number, end: number): number {
  if (start + 1 >= end) return -1;
  const letter = bytes.getUint8(start + 1);
  if (letter !== lowerU) return escapes.has(letter) ? start + 1 : -1;
  const last = start + 5;
  if (last >= end) return -1;
  for (let at = start + 2; at <= last; at += 1) if (!isHexDigit(bytes.getUint8(at))) return -1;
  return last;
}

function isHexDigit(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

function scanWord(bytes: DataView, start: number, end: number): number {
  if (start + wordBytes > end) return -1;
  const first = bytes.getUint8(start);
  if (first === lowerF) {
    const isFalse = start + wordBytes < end && bytes.getInt32(start + 1, true) === wordAlse;
    return isFalse ? start + 1 + wordBytes : -1;
  }
  const word = first === lowerT ? wordTrue : wordNull;
  const isWord = (first === lowerT || first === lowerN) && bytes.getInt32(start, true) === word;
  return isWord ? start + wordBytes : -1;
}
