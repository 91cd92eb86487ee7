import {
  DataError,
  formatNumber,
  isTypedNumber,
  javaClassNameOf,
  type NumberType,
  type SchemaType,
} from '@sluice/connect-api';
import { jsonString } from '../text/json-string.ts';
import type { ValueEncoder } from './encoder.ts';
import { invalidType } from './invalid-type.ts';

type PrimitiveType = Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>;

/** How values of the primitive types are written, null apart. */
export const primitiveContents: Readonly<Record<PrimitiveType, ValueEncoder>> = {
  INT8: (value) => numberContent('INT8', value),
  INT16: (value) => numberContent('INT16', value),
  INT32: (value) => numberContent('INT32', value),
  INT64: (value) => numberContent('INT64', value),
  FLOAT32: (value) => numberContent('FLOAT32', value),
  FLOAT64: (value) => numberContent('FLOAT64', value),
  BOOLEAN(value) {
    if (typeof value !== 'boolean') throw invalidType('BOOLEAN', value);
    return value ? 'true' : 'false';
  },
  STRING(value) {
    if (typeof value !== 'string') throw invalidType('STRING', value);
    return jsonString(value);
  },
  BYTES(value) {
    if (value instanceof Uint8Array) return base64Text(value);
    throw new DataError(`Invalid type for bytes type: class ${javaClassNameOf(value)}`);
  },
};

/** Bytes as a JSON string. */
export function base64Text(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`;
}

/** A number as JSON; what JSON has no number for is written as a string. */
export function numberText(type: NumberType, number: number | bigint): string {
  const text = formatNumber(type, number);
  return typeof number === 'number' && !Number.isFinite(number) ? `"${text}"` : text;
}

function numberContent(type: NumberType, value: unknown): string {
  if (isIn(type, value)) return numberText(type, value);
  if (isTypedNumber(value) && value.type === type) return numberText(type, value.value);
  throw invalidType(type, value);
}

const integerBits = { INT8: 8, INT16: 16, INT32: 32 } as const;

function isIn(type: NumberType, value: unknown): value is number | bigint {
  switch (type) {
    case 'FLOAT32':
    case 'FLOAT64':
      return typeof value === 'number';
    case 'INT64':
      return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
    default:
      return (
        typeof value === 'number' && (value << (32 - integerBits[type])) >> (32 - integerBits[type]) === value
      );
  }
}
