import { epochMsOf } from './calendar/far-instant.ts';
import { contentKey } from './content-key.ts';
import { isDecimal } from './numbers/decimal.ts';
import { isTypedNumber, numberTypeOf, plainNumber } from './numbers/typed-number.ts';
import { isStruct } from './struct/struct-brand.ts';

/**
 * Whether two values of the data model are equal, deeply: bytes by content, decimals with their scale, maps
 * without order, structs with their schemas. Numbers are equal when type and value are; NaN equals itself and
 * 0.0 differs from -0.0.
 */
export function valueEquals(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return sameNumber(a, b);
  if (a === null || b === null) return false;
  return objectsEqual(a, b);
}

/** The same 64-bit integer may be a `bigint`, a `number` or a typed number. */
function sameNumber(a: unknown, b: unknown): boolean {
  const type = numberTypeOf(a);
  if (type === null || type !== numberTypeOf(b)) return false;
  const [x, y] = [plainNumber(a), plainNumber(b)];
  return type === 'INT64' ? String(x) === String(y) : Object.is(x, y);
}

function objectsEqual(a: object, b: object): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && bytesEqual(a, b);
  if (a instanceof Date) return b instanceof Date && epochMsOf(a) === epochMsOf(b);
  if (Array.isArray(a)) return Array.isArray(b) && arraysEqual(a, b);
  if (a instanceof Map) return b instanceof Map && mapsEqual(a, b);
  if (isDecimal(a) || isStruct(a)) return a.equals(b);
  return isTypedNumber(a) && sameNumber(a, b);
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function arraysEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, index) => valueEquals(element, b[index]));
}

function mapsEqual(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  let keys: ReadonlyMap<string, unknown> | null = null;
  for (const [key, value] of a) {
    let match = key;
    if (!b.has(key)) {
      keys ??= new Map(Array.from(b.keys(), (other) => [contentKey(other), other]));
      const hash = contentKey(key);
      match = keys.get(hash);
      if (!keys.has(hash) || !valueEquals(key, match)) return false;
    }
    if (!valueEquals(value, b.get(match))) return false;
  }
  return true;
}
