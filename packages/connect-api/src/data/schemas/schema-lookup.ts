import { DataError } from '../../errors/data-errors.ts';
import type { Field, Schema } from '../schema.ts';

/**
 * The fields of a struct schema.
 * @throws DataError when it is not a struct schema.
 */
export function fieldsOf(schema: Schema): readonly Field[] {
  if (schema.type !== 'STRUCT') throw new DataError('Cannot list fields on non-struct type');
  return schema.fields;
}

/**
 * The field of that name, `undefined` when there is none.
 * @throws DataError when it is not a struct schema.
 */
export function fieldOf(schema: Schema, name: string): Field | undefined {
  if (schema.type !== 'STRUCT') throw new DataError('Cannot look up fields on non-struct type');
  return schema.field(name);
}

/**
 * The schema of a map's keys; `null` where none is known.
 * @throws DataError when it is not a map schema.
 */
export function keySchemaOf(schema: Schema): Schema | null {
  if (schema.type !== 'MAP') throw new DataError('Cannot look up key schema on non-map type');
  return schema.keySchema;
}

/**
 * The schema of a map's values or an array's elements; `null` where none is known.
 * @throws DataError when it is neither a map nor an array schema.
 */
export function valueSchemaOf(schema: Schema): Schema | null {
  if (schema.type !== 'MAP' && schema.type !== 'ARRAY') {
    throw new DataError('Cannot look up value schema on non-array and non-map type');
  }
  return schema.valueSchema;
}
