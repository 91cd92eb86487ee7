import type { Schema, SchemaType } from '../schema.ts';
import { numberTypeOf, type NumberType } from '../numbers/typed-number.ts';
import { schemas } from '../schemas/ready-schemas.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { isStruct } from '../struct/struct.ts';

const numberSchemas: Readonly<Record<NumberType, Schema>> = {
  INT8: schemas.int8,
  INT16: schemas.int16,
  INT32: schemas.int32,
  INT64: schemas.int64,
  FLOAT32: schemas.float32,
  FLOAT64: schemas.float64,
};

/**
 * The schema that a value shows by itself: required primitives; arrays and maps whose elements are of one type
 * (optional where one is null), of which only the type is kept; the struct's own. `null` for null, decimals, dates,
 * empty or mixed arrays and maps, and what the data model does not know.
 * @throws SchemaBuilderError when there are only nulls in an array, or among the keys or values of a map.
 */
export function inferSchema(value: unknown): Schema | null {
  const numberType = numberTypeOf(value);
  if (numberType !== null) return numberSchemas[numberType];
  if (typeof value === 'boolean') return schemas.boolean;
  if (typeof value === 'string') return schemas.string;
  if (value instanceof Uint8Array) return schemas.bytes;
  if (Array.isArray(value)) return arraySchema(value);
  if (value instanceof Map) return mapSchema(value);
  return isStruct(value) ? value.schema : null;
}

function arraySchema(elements: readonly unknown[]): Schema | null {
  const valueSchema = elements.length === 0 ? null : commonSchema(elements);
  return valueSchema === null ? null : SchemaBuilder.array(valueSchema).build();
}

function mapSchema(map: ReadonlyMap<unknown, unknown>): Schema | null {
  if (map.size === 0) return null;
  const keys = commonType(map.keys());
  const values = commonType(map.values());
  if (keys === null || values === null) return null;
  return SchemaBuilder.map(schemaOfType(keys), schemaOfType(values)).build();
}

/** What elements have in common; without a type when all of them are null. */
interface CommonType {
  readonly type: SchemaType | null;
  readonly optional: boolean;
}

function commonSchema(elements: Iterable<unknown>): Schema | null {
  const common = commonType(elements);
  return common === null ? null : schemaOfType(common);
}

/** `null` when there is none. */
function commonType(elements: Iterable<unknown>): CommonType | null {
  let type: SchemaType | null = null;
  let optional = false;
  for (const element of elements) {
    if (element === null || element === undefined) {
      optional = true;
      continue;
    }
    const elementType = inferSchema(element)?.type ?? null;
    if (elementType === null || (type !== null && type !== elementType)) return null;
    type = elementType;
  }
  return { type, optional };
}

function schemaOfType({ type, optional }: CommonType): Schema {
  const builder = new SchemaBuilder(type);
  return (optional ? builder.optional() : builder).build();
}
