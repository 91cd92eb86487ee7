import type { SqlValue } from '../database/database.ts';
import { misfit, type Misfit } from './misfit.ts';

const truths: Readonly<Record<string, boolean>> = {
  t: true,
  f: false,
  '1': true,
  '0': false,
  true: true,
  false: false,
};

export function decodeBoolean(value: SqlValue): boolean | Misfit {
  return truths[String(value).toLowerCase()] ?? misfit('neither true nor false');
}

export function decodeString(value: SqlValue): string | Misfit {
  if (value instanceof Uint8Array) return misfit('bytes and no text');
  return String(value);
}

/** Up to eight bits as a number: of PostgreSQL as digits, of MySQL as a byte. */
export function decodeBits(value: SqlValue): number | Misfit {
  const number = value instanceof Uint8Array ? (value[0] ?? 0) : Number.parseInt(String(value), 2);
  return number > 127 ? misfit('beyond the 8 bits of an INT8') : number;
}

export const decodeBytes = {
  asIs: (value: SqlValue): Buffer | Misfit => {
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return typeof value === 'string' ? Buffer.from(value, 'utf8') : misfit('no bytes');
  },
  /** `\x0aff`. */
  fromHex: (value: SqlValue): Buffer | Misfit => {
    const text = String(value);
    return text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : misfit('no bytes in hexadecimal');
  },
} as const;
