import type { EncodedValue } from '../values/encode-value.ts';

/** What PostgreSQL reads as it stands, without quotes: digits, signs, points and letters; but not NULL. */
const plain = /^[\w+.:-]+$/;

/** The text of an array, as PostgreSQL reads it. */
export function arrayLiteral<T>(items: readonly T[], valueOf: (item: T) => EncodedValue | null): string {
  let text = '{';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    text += itemText(valueOf(items[index] as T));
  }
  return `${text}}`;
}

function itemText(value: EncodedValue | null): string {
  if (value === null) return 'NULL';
  // Two backslashes: one for the array, one for the bytes.
  if (typeof value !== 'string') return `"\\\\x${hex(value)}"`;
  if (value.length < 24 && plain.test(value) && !isNull(value)) return value;
  return `"${escaped(value)}"`;
}

function isNull(text: string): boolean {
  return text.length === 4 && text.toUpperCase() === 'NULL';
}

function escaped(text: string): string {
  return text.includes('"') || text.includes('\\') ? text.replaceAll(/["\\]/g, '\\$&') : text;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
