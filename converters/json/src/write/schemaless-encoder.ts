import { DataError, isStruct, isTypedNumber, javaClassNameOf, numberTypeOf } from '@sluice/connect-api';
import { jsonString } from '../text/json-string.ts';
import { memberHead } from '../text/member-head.ts';
import { checkDepth } from './depth.ts';
import { base64Text, numberText } from './primitive-encoders.ts';

/**
 * Data without a schema, as JSON.
 * @param depth - how many arrays and objects are around it.
 */
export function schemalessText(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
    case 'bigint':
      return plainNumberText(value);
    case 'undefined':
      return 'null';
    default:
      return value === null ? 'null' : objectText(value as object, depth);
  }
}

function plainNumberText(value: number | bigint): string {
  return numberText(numberTypeOf(value) ?? 'FLOAT64', value);
}

function objectText(value: object, depth: number): string {
  if (value instanceof Map) return mapText(value, checkDepth(depth + 1));
  if (Array.isArray(value)) return arrayText(value, checkDepth(depth + 1));
  if (isTypedNumber(value)) return numberText(value.type, value.value);
  if (value instanceof Uint8Array) return base64Text(value);
  if (isStruct(value)) throw new DataError('Mismatching schema.');
  throw new DataError(`Java class class ${javaClassNameOf(value)} does not have corresponding schema type.`);
}

function arrayText(array: readonly unknown[], depth: number): string {
  let text = '';
  for (const element of array) {
    text += text === '' ? schemalessText(element, depth) : `,${schemalessText(element, depth)}`;
  }
  return `[${text}]`;
}

/** An object when all keys are strings, else an array of pairs. */
function mapText(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  let text = '';
  for (const [key, value] of map) {
    if (typeof key !== 'string') return pairsText(map, depth);
    const head = memberHead(key);
    text += text === '' ? `{${head.slice(1)}` : head;
    text += schemalessText(value, depth);
  }
  return text === '' ? '{}' : `${text}}`;
}

function pairsText(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  const inner = checkDepth(depth + 1);
  const pairs = Array.from(
    map,
    ([key, value]) => `[${schemalessText(key, inner)},${schemalessText(value, inner)}]`,
  );
  return `[${pairs.join(',')}]`;
}
