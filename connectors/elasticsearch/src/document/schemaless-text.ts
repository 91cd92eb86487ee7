import {
  DataError,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  nameField,
  numberTypeOf,
} from '@sluice/connect-api';
import { base64Text, jsonString, memberHead } from '@sluice/connector-json';
import { numberText } from './scalar-text.ts';

const maxDepth = 1000;

/**
 * The JSON text of a value without a schema.
 * @param depth - how many arrays and objects are around it.
 */
export function schemalessText(value: unknown, depth = 0): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
    case 'bigint':
      return numberText(numberTypeOf(value) ?? 'FLOAT64', value);
    default:
      return value === null || value === undefined ? 'null' : partsText(value, depth + 1);
  }
}

/** A map as an object when all its keys are texts, else as a list of objects with `key` and `value`. */
export function schemalessMapText(
  map: ReadonlyMap<unknown, unknown>,
  depth: number,
  except?: string,
): string {
  let text = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') return entriesText(map, depth);
    if (key === except) continue;
    const head = memberHead(key);
    text += text === '' ? `{${head.slice(1)}` : head;
    try {
      text += schemalessText(value, depth);
    } catch (error) {
      throw nameField(error, key);
    }
  }
  return text === '' ? '{}' : `${text}}`;
}

function partsText(value: object, depth: number): string {
  if (depth > maxDepth) throw impossible(`A value has more than ${maxDepth} levels`);
  if (value instanceof Map) return schemalessMapText(value, depth);
  if (Array.isArray(value)) return `[${value.map((element) => schemalessText(element, depth)).join(',')}]`;
  if (isTypedNumber(value)) return numberText(value.type, value.value);
  if (value instanceof Uint8Array) return base64Text(value);
  const what = isStruct(value) ? 'A struct' : `A ${javaClassNameOf(value)}`;
  throw impossible(`${what} cannot stand in a value without a schema`);
}

function entriesText(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  const entries = Array.from(
    map,
    ([key, value]) => `{"key":${schemalessText(key, depth)},"value":${schemalessText(value, depth)}}`,
  );
  return `[${entries.join(',')}]`;
}

function impossible(message: string): DataError {
  return new DataError(message, { code: 'SEARCH_DOCUMENT_IMPOSSIBLE' });
}
