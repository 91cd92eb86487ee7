import {
  DataError,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  LinkedMap,
  nameField,
} from '@sluice/connect-api';

/**
 * The entries of a map and of all maps in it, their names joined.
 * @throws DataError when something in it is of no kind that Connect knows without a schema.
 */
export function flattenMap(map: ReadonlyMap<unknown, unknown>, delimiter: string): Map<string, unknown> {
  const flat = new LinkedMap<string, unknown>();
  addEntries(flat, map, { delimiter, prefix: '' });
  return flat;
}

interface Position {
  readonly delimiter: string;
  /** What stands before the names, the delimiter included. */
  readonly prefix: string;
}

function addEntries(flat: Map<string, unknown>, map: ReadonlyMap<unknown, unknown>, at: Position): void {
  for (const [key, value] of map) {
    const name = at.prefix + String(key);
    if (typeof value !== 'object' || value === null) flat.set(name, value ?? null);
    else if (value instanceof Map) {
      addEntries(flat, value, { delimiter: at.delimiter, prefix: name + at.delimiter });
    } else flat.set(name, checked(value, name));
  }
}

function checked(value: object, name: string): object {
  if (Array.isArray(value) || value instanceof Uint8Array || isTypedNumber(value)) return value;
  const className = javaClassNameOf(value);
  const message = isStruct(value)
    ? `Flatten transformation does not support class ${className} for record without schemas (for field ${name}).`
    : `Flatten transformation was passed a value of type class ${className} which is not supported by Connect's data API`;
  throw nameField(new DataError(message), name);
}
