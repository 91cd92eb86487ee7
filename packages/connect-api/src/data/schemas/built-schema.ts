import type { Field, Schema, SchemaType } from '../schema.ts';
import { formatSchema } from './schema-text.ts';

/** What a schema is made of: {@link Schema} without its functions. */
export type SchemaParts = Omit<Schema, 'field' | 'toString'>;

/** The schemas made by `SchemaBuilder`. */
export class BuiltSchema implements Schema {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly defaultValue: unknown;
  readonly name: string | null;
  readonly version: number | null;
  readonly doc: string | null;
  readonly parameters: ReadonlyMap<string, string> | null;
  readonly keySchema: Schema | null;
  readonly valueSchema: Schema | null;
  readonly fields: readonly Field[];
  readonly #fieldsByName: ReadonlyMap<string, Field>;

  /** @param makeDefault - makes the default value for this very schema; by default it is taken from the parts. */
  constructor(parts: SchemaParts, makeDefault?: (schema: Schema) => unknown) {
    this.type = parts.type;
    this.optional = parts.optional;
    this.name = parts.name;
    this.version = parts.version;
    this.doc = parts.doc;
    this.parameters = parts.parameters;
    this.keySchema = parts.keySchema;
    this.valueSchema = parts.valueSchema;
    this.fields = parts.fields;
    this.#fieldsByName = new Map(parts.fields.map((field) => [field.name, field]));
    this.defaultValue = makeDefault === undefined ? parts.defaultValue : makeDefault(this);
  }

  field(name: string): Field | undefined {
    return this.#fieldsByName.get(name);
  }

  toString(): string {
    return formatSchema(this);
  }
}
