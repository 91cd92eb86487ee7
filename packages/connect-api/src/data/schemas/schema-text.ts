import type { Schema } from '../schema.ts';

/** How messages name a schema: `Schema{INT32}`, or with a name `Schema{my.Name:STRUCT}`. */
export function formatSchema(schema: Schema): string {
  return schema.name === null ? `Schema{${schema.type}}` : `Schema{${schema.name}:${schema.type}}`;
}
