import {
  DataError,
  isDecimal,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  numberTypeOf,
} from '@sluice/connect-api';
import { base64Text } from './base64-text.ts';
import { jsonString, memberHead } from './json-string.ts';
import { numberJson } from './number-json.ts';

const maxDepth = 1000;

/** Data without a schema as JSON; numbers come out as they went in. @throws DataError for what has no counterpart. */
export function schemalessJson(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
    case 'bigint':
      return numberJson(numberTypeOf(value) ?? 'FLOAT64', value);
    case 'undefined':
      return 'null';
    default:
      return value === null ? 'null' : objectJson(value as object, depth + 1);
  }
}

function objectJson(value: object, depth: number): string {
  if (depth > maxDepth) throw new DataError(`The value is nested more than ${maxDepth} levels deep`);
  if (value instanceof Map) return mapJson(value as ReadonlyMap<unknown, unknown>, depth);
  if (Array.isArray(value)) return `[${value.map((item) => schemalessJson(item, depth)).join(',')}]`;
  if (isTypedNumber(value)) return numberJson(value.type, value.value);
  if (value instanceof Uint8Array) return base64Text(value);
  if (isDecimal(value)) return value.toString();
  if (isStruct(value)) throw new DataError('There is a struct in a value without a schema');
  throw new DataError(`A ${javaClassNameOf(value)} has no counterpart in JSON`);
}

function mapJson(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  let text = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') return pairsJson(map, depth);
    const head = memberHead(key);
    text += text === '' ? `{${head.slice(1)}` : head;
    text += schemalessJson(value, depth);
  }
  return text === '' ? '{}' : `${text}}`;
}

function pairsJson(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  const pairs = Array.from(
    map,
    ([key, value]) => `[${schemalessJson(key, depth)},${schemalessJson(value, depth)}]`,
  );
  return `[${pairs.join(',')}]`;
}
