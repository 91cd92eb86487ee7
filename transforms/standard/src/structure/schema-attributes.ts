import { SchemaBuilder, type Schema } from '@sluice/connect-api';

/** A builder for a struct with the name, version, doc and parameters of another; required and without a default. */
export function structLike(schema: Schema): SchemaBuilder {
  return withAttributes(SchemaBuilder.struct(), schema);
}

/** The builder with the name, version, doc and parameters of a schema. */
export function withAttributes(builder: SchemaBuilder, schema: Schema): SchemaBuilder {
  return builder
    .name(schema.name)
    .version(schema.version)
    .doc(schema.doc)
    .parameters(schema.parameters ?? {});
}

/** The default of a schema, null when it has none. */
export function defaultOf({ defaultValue }: Schema): unknown {
  return defaultValue ?? null;
}
