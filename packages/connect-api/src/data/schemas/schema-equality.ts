import type { Schema } from '../schema.ts';
import { isStruct } from '../struct/struct-brand.ts';
import { valueEquals } from '../value-equality.ts';

/**
 * For each struct schema the last other schema it was found equal to. Schemas are immutable, and records of one
 * origin keep meeting the same two.
 */
const lastEqual = new WeakMap<Schema, Schema>();

/** Whether two schemas are the same in everything: type, attributes, default value, fields in order, elements. */
export function schemaEquals(a: Schema | null, b: Schema | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.type !== b.type) return false;
  if (a.type !== 'STRUCT') return attributesEqual(a, b) && elementsEqual(a, b);
  if (lastEqual.get(a) === b) return true;
  const equal = attributesEqual(a, b) && fieldsEqual(a, b);
  if (equal) lastEqual.set(a, b);
  return equal;
}

/** Whether two sets of parameters are equal, their order aside. */
export function parametersEqual(a: Schema['parameters'], b: Schema['parameters']): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

function attributesEqual(a: Schema, b: Schema): boolean {
  return (
    a.optional === b.optional &&
    a.name === b.name &&
    a.version === b.version &&
    a.doc === b.doc &&
    parametersEqual(a.parameters, b.parameters) &&
    defaultsEqual(a, b)
  );
}

/** The default of a struct schema is a struct of that very schema: its slots decide, not the schemas again. */
function defaultsEqual(a: Schema, b: Schema): boolean {
  const [x, y] = [a.defaultValue ?? null, b.defaultValue ?? null];
  if (!isStruct(x) || !isStruct(y) || x.schema !== a || y.schema !== b) return valueEquals(x, y);
  return (
    a.fields.length === b.fields.length &&
    a.fields.every(({ index }) => valueEquals(x.getAt(index), y.getAt(index)))
  );
}

function elementsEqual(a: Schema, b: Schema): boolean {
  return schemaEquals(a.keySchema, b.keySchema) && schemaEquals(a.valueSchema, b.valueSchema);
}

function fieldsEqual(a: Schema, b: Schema): boolean {
  if (a.fields.length !== b.fields.length) return false;
  return a.fields.every((field, index) => {
    const other = b.fields[index];
    return field.name === other?.name && schemaEquals(field.schema, other.schema);
  });
}
