import type { AnswerShape, Fields, ObjectShape, OptionalField, Shape } from '../shape/shape.ts';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 has them. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Whether a body is sent to the worker, which takes numbers for texts, or comes from it. */
export type Direction = 'request' | 'answer';

/** Collects the schemas of named objects, and refers to them. */
export class SchemaCollection {
  readonly #schemas = new Map<string, JsonSchema>();

  /** By their names, sorted. */
  get named(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  schemaOf(shape: AnswerShape, direction: Direction): JsonSchema {
    switch (shape.kind) {
      case 'text':
        return direction === 'request' ? { type: ['string', 'number', 'boolean'] } : { type: 'string' };
      case 'integer':
      case 'boolean':
        return { type: shape.kind };
      case 'choice':
        return { type: 'string', enum: shape.values };
      case 'json':
        return {};
      case 'nullable':
        return orNull(this.schemaOf(shape.of, direction));
      case 'list':
        return { type: 'array', items: this.schemaOf(shape.of, direction) };
      case 'map':
        return { type: 'object', additionalProperties: this.schemaOf(shape.of, direction) };
      case 'object':
        return this.#reference(shape, direction);
      case 'either':
        return { anyOf: shape.of.map((one) => this.schemaOf(one, direction)) };
    }
  }

  #reference({ name, fields }: ObjectShape, direction: Direction): JsonSchema {
    const own = direction === 'request' && !name.endsWith('Request') ? `${name}Request` : name;
    if (!this.#schemas.has(own)) {
      this.#schemas.set(own, {});
      this.#schemas.set(own, this.#objectSchema(fields, direction));
    }
    return { $ref: `#/components/schemas/${own}` };
  }

  #objectSchema(fields: Fields, direction: Direction): JsonSchema {
    const entries: [string, Shape | OptionalField][] = Object.entries(fields);
    const required = entries.filter(([, { kind }]) => kind !== 'optional').map(([name]) => name);
    const properties = entries.map(([name, field]) => [
      name,
      this.schemaOf(field.kind === 'optional' ? field.of : field, direction),
    ]);
    return {
      type: 'object',
      properties: Object.fromEntries(properties) as JsonSchema,
      ...(required.length === 0 ? {} : { required }),
      // Answers may get more fields in later versions.
      ...(direction === 'request' ? { additionalProperties: false } : {}),
    };
  }
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
  const nullable = { ...schema, type: [type, 'null'].flat() };
  return Array.isArray(values) ? { ...nullable, enum: [...(values as unknown[]), null] } : nullable;
}
