import { DataError, isStruct, javaClassNameOf, type Schema, type Struct } from '@sluice/connect-api';

/**
 * The value as a map.
 * @param purpose - what the transformation needs it for, as errors say it.
 * @throws DataError when it is none.
 */
export function requiredMap(value: unknown, purpose: string): ReadonlyMap<unknown, unknown> {
  if (value instanceof Map) return value;
  throw new DataError(
    `Only Map objects supported in absence of schema for [${purpose}], found: ${javaClassNameOf(value)}`,
  );
}

/**
 * The value as a struct.
 * @param purpose - what the transformation needs it for, as errors say it.
 * @throws DataError when it is none.
 */
export function requiredStruct(value: unknown, schema: Schema, purpose: string): Struct {
  if (isStruct(value)) return value;
  throw new DataError(
    `Only Struct objects supported for [${purpose}], found: ${javaClassNameOf(value, schema)}`,
  );
}
