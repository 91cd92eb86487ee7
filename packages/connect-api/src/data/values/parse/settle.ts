import { plainNumber, isTypedNumber } from '../../numbers/typed-number.ts';
import type { Schema, SchemaAndValue } from '../../schema.ts';

/** Numbers whose type their schema says become plain ones, also inside arrays and maps. */
export function settle({ schema, value }: SchemaAndValue): SchemaAndValue {
  return { schema, value: settled(schema, value) };
}

function settled(schema: Schema | null, value: unknown): unknown {
  if (schema === null || typeof value !== 'object') return value;
  if (isTypedNumber(value)) return value.type === schema.type ? plainNumber(value) : value;
  if (Array.isArray(value)) settleArray(schema, value);
  else if (value instanceof Map) settleMap(schema, value);
  return value;
}

function settleArray({ valueSchema }: Schema, elements: unknown[]): void {
  for (const [index, element] of elements.entries()) elements[index] = settled(valueSchema, element);
}

function settleMap({ keySchema, valueSchema }: Schema, map: Map<unknown, unknown>): void {
  const entries = [...map];
  map.clear();
  for (const [key, value] of entries) map.set(settled(keySchema, key), settled(valueSchema, value));
}
