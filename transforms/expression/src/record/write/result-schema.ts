import {
  logicalTypeOf,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import type { Type } from '../../language/check/type.ts';

const schemasByKind: Readonly<Partial<Record<Type['kind'], Schema>>> = {
  int: optionalSchemas.int64,
  uint: optionalSchemas.int64,
  double: optionalSchemas.float64,
  bool: optionalSchemas.boolean,
  string: optionalSchemas.string,
  bytes: optionalSchemas.bytes,
  timestamp: TimestampSchema.optionalSchema,
};

const keySchemasByKind: Readonly<Partial<Record<Type['kind'], Schema>>> = {
  int: schemas.int64,
  uint: schemas.int64,
  bool: schemas.boolean,
  string: schemas.string,
};

/**
 * The schema of results of a type: that of the record where they come from it as they are, else an optional one;
 * `null` when the type does not say.
 */
export function schemaOfType(type: Type): Schema | null {
  if (type.schema !== undefined) return type.mayBeNull === true ? optional(type.schema) : type.schema;
  if (type.kind === 'list') {
    const item = type.item === undefined ? null : schemaOfType(type.item);
    return item === null ? null : SchemaBuilder.array(item).optional().build();
  }
  if (type.kind === 'map') return type.fields === undefined ? mapSchema(type) : structSchema(type.fields);
  return schemasByKind[type.kind] ?? null;
}

/** The schema, but for null too. */
function optional(schema: Schema): Schema {
  if (schema.optional) return schema;
  return builderFor(schema)
    .name(schema.name)
    .version(schema.version)
    .doc(schema.doc)
    .parameters(schema.parameters ?? {})
    .optional()
    .build();
}

function builderFor({ type, keySchema, valueSchema, fields }: Schema): SchemaBuilder {
  if (type === 'ARRAY' && valueSchema !== null) return SchemaBuilder.array(valueSchema);
  if (type === 'MAP' && keySchema !== null && valueSchema !== null)
    return SchemaBuilder.map(keySchema, valueSchema);
  const builder = new SchemaBuilder(type);
  for (const field of fields) builder.field(field.name, field.schema);
  return builder;
}

function mapSchema({ key, item }: Type): Schema | null {
  const keySchema = key === undefined ? null : (key.schema ?? keySchemasByKind[key.kind] ?? null);
  const valueSchema = item === undefined ? null : schemaOfType(item);
  if (keySchema === null || valueSchema === null) return null;
  return SchemaBuilder.map(keySchema, valueSchema).optional().build();
}

/** A map whose keys are written out is a struct. */
function structSchema(fields: ReadonlyMap<string, Type>): Schema | null {
  const builder = SchemaBuilder.struct().optional();
  for (const [name, type] of fields) {
    const schema = schemaOfType(type);
    if (schema === null) return null;
    builder.field(name, schema);
  }
  return builder.build();
}

const kindsByType: Readonly<Record<Schema['type'], readonly Type['kind'][]>> = {
  INT8: ['int', 'uint'],
  INT16: ['int', 'uint'],
  INT32: ['int', 'uint'],
  INT64: ['int', 'uint'],
  FLOAT32: ['double'],
  FLOAT64: ['double'],
  BOOLEAN: ['bool'],
  STRING: ['string'],
  BYTES: ['bytes'],
  ARRAY: ['list'],
  MAP: ['map'],
  STRUCT: ['map'],
};

const kindsByLogicalType = {
  Decimal: ['decimal'],
  Date: ['timestamp'],
  Time: ['duration'],
  Timestamp: ['timestamp'],
} as const satisfies Readonly<Record<string, readonly Type['kind'][]>>;

/** Whether results of a type are of the kind that a schema holds, or may be: so a field can keep its schema. */
export function isOfKind(type: Type, schema: Schema): boolean {
  if (type.kind === 'dyn' || type.kind === 'null' || type.schema === schema) return true;
  const logicalType = logicalTypeOf(schema);
  const kinds: readonly Type['kind'][] =
    logicalType === null ? kindsByType[schema.type] : kindsByLogicalType[logicalType];
  if (!kinds.includes(type.kind)) return false;
  if (schema.type === 'ARRAY' && logicalType === null) return isInside(type.item, schema.valueSchema);
  if (schema.type === 'MAP')
    return isInside(type.key, schema.keySchema) && isInside(type.item, schema.valueSchema);
  return schema.type !== 'STRUCT' || areFieldsOf(type, schema);
}

function isInside(type: Type | undefined, schema: Schema | null): boolean {
  return type === undefined || schema === null || isOfKind(type, schema);
}

function areFieldsOf({ fields }: Type, schema: Schema): boolean {
  if (fields === undefined) return true;
  return [...fields].every(([name, type]) => {
    const field = schema.field(name);
    return field !== undefined && isOfKind(type, field.schema);
  });
}
