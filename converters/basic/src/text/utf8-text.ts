import { isUtf8 } from 'node:buffer';

const loneSurrogate = /\p{Surrogate}/gu;
const replacement = Buffer.from('\ufffd', 'utf8');
const surrogateLead = 0xed;

/** Malformed bytes become U+FFFD. */
export function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || isUtf8(bytes)) return text;
  return withoutSurrogates(bytes).toString('utf8');
}

/** Halves of surrogate pairs become `?`. The result stands for its UTF-8 bytes. */
export function encodeUtf8(text: string): string {
  return text.isWellFormed() ? text : text.replace(loneSurrogate, '?');
}

/**
 * Java takes the bytes of an encoded surrogate (ED, A0..BF, and 80..BF if it follows) for one malformed character,
 * others take each byte for one.
 */
function withoutSurrogates(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(surrogateLead); at !== -1; at = bytes.indexOf(surrogateLead, at + 1)) {
    if (!isBetween(bytes[at + 1], 0xa0, 0xbf)) continue;
    parts.push(bytes.subarray(start, at), replacement);
    start = isBetween(bytes[at + 2], 0x80, 0xbf) ? at + 3 : at + 2;
  }
  return Buffer.concat([...parts, bytes.subarray(start)]);
}

function isBetween(byte: number | undefined, min: number, max: number): boolean {
  return byte !== undefined && byte >= min && byte <= max;
}
