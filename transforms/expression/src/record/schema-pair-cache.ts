import { SchemaBuilder, SchemaCache, type Schema } from '@sluice/connect-api';
import type { HalfSchemas } from './record-expression.ts';

/** Stands for no schema. */
const noSchema = SchemaBuilder.struct().build();

/** How many schemas of keys are kept for a schema of values. */
const maxKeySchemas = 8;

/** Keeps what was compiled for the pairs of schemas that were seen last, told apart by identity. */
export class SchemaPairCache<T> {
  readonly #byValueSchema: SchemaCache<SchemaCache<T>>;

  constructor(compile: (schemas: HalfSchemas) => T) {
    const original = (schema: Schema) => (schema === noSchema ? null : schema);
    this.#byValueSchema = new SchemaCache(
      (value) =>
        new SchemaCache(
          (key) => compile({ keySchema: original(key), valueSchema: original(value) }),
          maxKeySchemas,
        ),
    );
  }

  get(keySchema: Schema | null, valueSchema: Schema | null): T {
    return this.#byValueSchema.get(valueSchema ?? noSchema).get(keySchema ?? noSchema);
  }
}
