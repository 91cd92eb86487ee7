import { DataError, isDataError, Struct, type Schema } from '@sluice/connect-api';
import type { Payload } from '../row-plan.ts';
import { inferJsonSchema } from './infer-schema.ts';
import { JsonFraction, readJsonText, type JsonValue } from './json-text.ts';

const maxShapes = 64;

/** Makes structs of texts that are JSON objects. */
export class JsonExpansion {
  readonly #name: string;
  readonly #keepsNulls: boolean;
  /** So that values of the same shape share their schema. */
  readonly #schemas = new Map<string, Schema | null>();

  /** @param name - of the schemas of structs. */
  constructor(name: string, keepsNulls: boolean) {
    this.#name = name;
    this.#keepsNulls = keepsNulls;
  }

  /** The struct with its schema; `null` where the text is no JSON object, or has something that no schema fits. */
  expand(text: string): Payload | null {
    if (!text.startsWith('{')) return null;
    try {
      const value = readJsonText(text);
      const schema = this.#schemaFor(value);
      return schema === null ? null : { schema, value: toConnect(value, schema) };
    } catch (error) {
      if (error instanceof SyntaxError || isDataError(error)) return null;
      throw error;
    }
  }

  #schemaFor(value: JsonValue): Schema | null {
    const shape = shapeOf(value);
    let schema = this.#schemas.get(shape);
    if (schema === undefined) {
      schema = inferJsonSchema(value, this.#name, this.#keepsNulls);
      if (this.#schemas.size >= maxShapes) this.#schemas.clear();
      this.#schemas.set(shape, schema);
    }
    return schema;
  }
}

/** What a schema depends on: the names and kinds of all that is in a value. */
function shapeOf(value: JsonValue): string {
  if (value === null) return '0';
  if (value instanceof Map) {
    const fields = Array.from(value as ReadonlyMap<string, JsonValue>, ([name, inner]) => {
      return `${JSON.stringify(name)}${shapeOf(inner)}`;
    });
    return `{${fields.join('')}}`;
  }
  if (Array.isArray(value))
    return `[${[...new Set((value as readonly JsonValue[]).map(shapeOf))].join(',')}]`;
  return value instanceof JsonFraction ? 'f' : (typeof value).slice(0, 2);
}

/** @throws DataError when a value does not fit its schema. */
function toConnect(value: JsonValue, schema: Schema | null): unknown {
  if (schema === null) throw new DataError('A value has no schema');
  if (value instanceof JsonFraction) return value.value;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((element) =>
      element === null ? null : toConnect(element, schema.valueSchema),
    );
  }
  if (!(value instanceof Map)) return value;
  const struct = new Struct(schema);
  for (const { name, schema: own } of schema.fields) {
    const inner = (value as ReadonlyMap<string, JsonValue>).get(name) ?? null;
    struct.put(name, inner === null ? null : toConnect(inner, own));
  }
  return struct;
}
