import { DataError, isStruct, type Schema, type SinkRecord } from '@sluice/connect-api';

/** A value in a record, with its schema where it has one. */
export interface FoundField {
  readonly value: unknown;
  readonly schema: Schema | null;
}

/**
 * Finds the field of a path, such as `order.time`, in structs and maps.
 * @throws DataError when it is not there.
 */
export function findField(record: SinkRecord, path: readonly string[]): FoundField {
  let found: FoundField = { value: record.value, schema: record.valueSchema };
  for (const [depth, name] of path.entries()) found = inside(found, name, path.slice(0, depth + 1));
  return found;
}

function inside({ value }: FoundField, name: string, path: readonly string[]): FoundField {
  if (isStruct(value)) {
    const field = value.schema.field(name);
    if (field === undefined) throw noField(path, 'its schema has no such field');
    return { value: value.getAt(field.index) ?? field.schema.defaultValue ?? null, schema: field.schema };
  }
  if (value instanceof Map) {
    const member: unknown = value.get(name);
    if (member === undefined) throw noField(path, 'the map has no such key');
    return { value: member, schema: null };
  }
  throw noField(path, 'the value around it is neither a struct nor a map');
}

function noField(path: readonly string[], reason: string): DataError {
  return new DataError(`The field '${path.join('.')}' that decides about the folder is missing: ${reason}`);
}
