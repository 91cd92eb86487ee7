import { isStruct, type Schema, type Struct } from '@sluice/connect-api';
import { fieldAtPath } from '@sluice/connect-api';
import { defaultOf } from './schema-attributes.ts';

/** Reads one field, maybe a nested one, of all structs of a schema. */
export interface FieldReader {
  readonly schema: Schema;
  /** The value; null when it, or a struct on the way, is null. */
  read(struct: Struct): unknown;
}

/**
 * Compiles the way to a field; `null` when there is no such field.
 * @param appliesDefaults - whether fields that are not set, also on the way, are read as their default.
 * @throws DataError when a name leads into something that is no struct.
 */
export function compileFieldReader(
  schema: Schema,
  path: readonly string[],
  appliesDefaults: boolean,
): FieldReader | null {
  const fields = path.map((_, index) => fieldAtPath(schema, path.slice(0, index + 1)));
  const steps = fields.filter((field) => field !== undefined);
  const last = steps.at(-1);
  if (last === undefined || steps.length < fields.length) return null;
  const slots = steps.map(({ index, schema: own }) => ({
    index,
    defaultValue: appliesDefaults ? defaultOf(own) : null,
  }));
  const read = (struct: Struct): unknown => {
    let value: unknown = struct;
    for (const { index, defaultValue } of slots) {
      if (!isStruct(value)) return null;
      value = value.getAt(index) ?? defaultValue;
    }
    return value;
  };
  return { schema: last.schema, read };
}
