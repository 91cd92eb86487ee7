import { DataError, nameField, type Field, type Schema, type SchemaType } from '@sluice/connect-api';

/** A field of a row. @throws DataError when there is no such field, or it is not of the type that is needed. */
export function requiredField(row: Schema, name: string, type: SchemaType | null = null): Field {
  const field = row.field(name);
  if (field === undefined) throw nameField(new DataError(`${name} is not a valid field name`), name);
  if (type === null || field.schema.type === type) return field;
  throw nameField(new DataError(`Field '${name}' is not of type ${type}`), name);
}
