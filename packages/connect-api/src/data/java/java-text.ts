import { formatJavaDate } from '../calendar/java-date-text.ts';
import { isTypedNumber, isNumberType, numberTypeOf } from '../numbers/typed-number.ts';
import { formatNumber } from '../numbers/number-text.ts';
import type { Schema } from '../schema.ts';
import { entryHead } from './entry-head.ts';

/**
 * The text that Java gives a value, as it stands in messages and as StringConverter writes it: `1.0`, `[1, a]`,
 * `{a=1, b=null}`, `Struct{a=1}`, `Tue Nov 14 22:13:20 UTC 2023` in the time zone of the process.
 * @param schema - tells the types of plain numbers, also of those inside; `null` when there is none.
 */
export function formatJavaText(value: unknown, schema: Schema | null = null): string {
  // A switch would ask for the name of the type, and compare names.
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value, schema);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? objectText(value, schema) : typeof value;
}

function numberText(value: number | bigint, schema: Schema | null): string {
  if (schema === null && isSmallInteger(value)) return String(value);
  const type = schema !== null && isNumberType(schema.type) ? schema.type : numberTypeOf(value);
  return type === null ? String(value) : formatNumber(type, value);
}

/** Most numbers without a schema; zero apart, which may be negative. */
function isSmallInteger(value: number | bigint): boolean {
  return typeof value === 'number' && value !== 0 && (value | 0) === value;
}

function objectText(value: object, schema: Schema | null): string {
  if (isTypedNumber(value)) return formatNumber(value.type, value.value);
  if (value instanceof Date) return formatJavaDate(value);
  if (value instanceof Uint8Array) return bytesText(value);
  const valueSchema = schema?.valueSchema ?? null;
  if (Array.isArray(value)) {
    return `[${value.map((element) => formatJavaText(element, valueSchema)).join(', ')}]`;
  }
  if (value instanceof Map) return mapText(value, schema?.keySchema ?? null, valueSchema);
  // Structs, decimals and what the data model does not know have a text of their own.
  return (value as { toString: () => string }).toString();
}

function mapText(
  map: ReadonlyMap<unknown, unknown>,
  keySchema: Schema | null,
  valueSchema: Schema | null,
): string {
  if (map.size === 0) return '{}';
  let text = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') {
      text += `${text === '' ? '{' : ', '}${formatJavaText(key, keySchema)}=`;
    } else if (text === '') text = entryHead(key).first;
    else text += entryHead(key).later;
    text += typeof value === 'string' ? value : formatJavaText(value, valueSchema);
  }
  return `${text}}`;
}

/** Java shows the identity of a byte array, which tells nothing; here the number is made from the content. */
function bytesText(bytes: Uint8Array): string {
  if (!Buffer.isBuffer(bytes))
    return `java.nio.HeapByteBuffer[pos=0 lim=${bytes.length} cap=${bytes.length}]`;
  let hash = 1;
  for (const byte of bytes) hash = (Math.imul(31, hash) + ((byte << 24) >> 24)) | 0;
  return `[B@${(hash >>> 0).toString(16)}`;
}
