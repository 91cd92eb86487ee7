import type { Schema } from '../schema.ts';
import { SchemaBuilder } from './schema-builder.ts';

/** The plain primitive schemas, required. */
export const schemas = {
  int8: SchemaBuilder.int8().build(),
  int16: SchemaBuilder.int16().build(),
  int32: SchemaBuilder.int32().build(),
  int64: SchemaBuilder.int64().build(),
  float32: SchemaBuilder.float32().build(),
  float64: SchemaBuilder.float64().build(),
  boolean: SchemaBuilder.boolean().build(),
  string: SchemaBuilder.string().build(),
  bytes: SchemaBuilder.bytes().build(),
} as const satisfies Readonly<Record<string, Schema>>;

/** The plain primitive schemas, optional: null is a value. */
export const optionalSchemas = {
  int8: SchemaBuilder.int8().optional().build(),
  int16: SchemaBuilder.int16().optional().build(),
  int32: SchemaBuilder.int32().optional().build(),
  int64: SchemaBuilder.int64().optional().build(),
  float32: SchemaBuilder.float32().optional().build(),
  float64: SchemaBuilder.float64().optional().build(),
  boolean: SchemaBuilder.boolean().optional().build(),
  string: SchemaBuilder.string().optional().build(),
  bytes: SchemaBuilder.bytes().optional().build(),
} as const satisfies Readonly<Record<string, Schema>>;
