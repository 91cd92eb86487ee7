import { DataError, optionalSchemas, SchemaBuilder, schemaEquals, type Schema } from '@sluice/connect-api';
import { JsonFraction, type JsonValue } from './json-text.ts';

/**
 * The schema for a value. Structs are named by the path to them; everything is optional. `null` where there is none:
 * for nulls, unless they are kept as bytes, and for empty arrays.
 * @throws DataError when an array has elements of several kinds, or none that is not null.
 */
export function inferJsonSchema(value: JsonValue, name: string | null, keepsNulls: boolean): Schema | null {
  if (value === null) return keepsNulls ? optionalSchemas.bytes : null;
  if (value instanceof Map) return structSchema(value as ReadonlyMap<string, JsonValue>, name, keepsNulls);
  if (Array.isArray(value)) return arraySchema(value as readonly JsonValue[], name, keepsNulls);
  switch (kindOf(value)) {
    case 'string':
      return optionalSchemas.string;
    case 'boolean':
      return optionalSchemas.boolean;
    case 'number':
      return optionalSchemas.int32;
    case 'bigint':
      return optionalSchemas.int64;
    default:
      return optionalSchemas.float64;
  }
}

function structSchema(
  value: ReadonlyMap<string, JsonValue>,
  name: string | null,
  keepsNulls: boolean,
): Schema {
  const builder = SchemaBuilder.struct().name(name).optional();
  for (const [field, inner] of value) {
    const path = name === null || name.trim() === '' ? field : `${name}.${field}`;
    const schema = inferJsonSchema(inner, path, keepsNulls);
    if (schema !== null) builder.field(field, schema);
  }
  return builder.build();
}

function arraySchema(
  elements: readonly JsonValue[],
  name: string | null,
  keepsNulls: boolean,
): Schema | null {
  if (elements.length === 0) return null;
  const kinds = new Set(elements.filter((element) => element !== null).map(kindOf));
  if (kinds.size > 1) throw new DataError(`An array has elements of several kinds: ${[...kinds].join(', ')}`);
  const sample = elements.find((element) => element !== null) ?? null;
  const schema =
    sample instanceof Map
      ? mergedSchema(elements, name, keepsNulls)
      : inferJsonSchema(sample, null, keepsNulls);
  if (schema === null) throw new DataError('An array has no element with a schema');
  return SchemaBuilder.array(schema).optional().build();
}

/** A schema with the fields of all objects; of a field with several schemas the first one that is not null's. */
function mergedSchema(
  elements: readonly JsonValue[],
  name: string | null,
  keepsNulls: boolean,
): Schema | null {
  const objects = elements.filter((element) => element instanceof Map);
  const different: Schema[] = [];
  for (const object of objects) {
    const schema = structSchema(object as ReadonlyMap<string, JsonValue>, name, keepsNulls);
    if (!different.some((known) => schemaEquals(known, schema))) different.push(schema);
  }
  const [first, ...others] = different;
  if (first === undefined || others.length === 0) return first ?? null;
  const fields = new Map<string, Schema>();
  for (const { name: field, schema } of different.flatMap(({ fields: own }) => own)) {
    const known = fields.get(field);
    if (known === undefined || (known.type === 'BYTES' && schema.type !== 'BYTES')) fields.set(field, schema);
  }
  const builder = SchemaBuilder.struct().name(name);
  for (const [field, schema] of fields) builder.field(field, schema);
  return builder.build();
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return value instanceof JsonFraction ? 'fraction' : typeof value;
}
