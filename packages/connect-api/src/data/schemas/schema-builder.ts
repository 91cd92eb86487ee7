import { DataError, SchemaBuilderError } from '../../errors/data-errors.ts';
import type { Field, Schema, SchemaType } from '../schema.ts';
import { isStruct, Struct } from '../struct/struct.ts';
import { acceptValue } from '../validation/accept-value.ts';
import { BuiltSchema } from './built-schema.ts';

/** What may be set once. */
type Attribute = 'optional' | 'name' | 'version' | 'doc' | 'default';

interface SchemaElements {
  readonly keySchema?: Schema;
  readonly valueSchema?: Schema;
}

/**
 * Puts a schema together, then `build` makes it. Every attribute may be set once (again only to the same):
 *
 * ```ts
 * SchemaBuilder.struct().name('Order').field('id', schemas.int64).field('note', optionalSchemas.string).build();
 * ```
 */
export class SchemaBuilder {
  readonly type: SchemaType;
  readonly #keySchema: Schema | null;
  readonly #valueSchema: Schema | null;
  readonly #fields: Field[] = [];
  readonly #fieldNames = new Set<string>();
  readonly #attributes = new Map<Attribute, unknown>();
  readonly #parameters = new Map<string, string>();
  #snapshot: Schema | null = null;

  /**
   * For a type known only at run time; an array or map made this way has no schema for what is in it.
   * @throws SchemaBuilderError when there is no type.
   */
  constructor(type: SchemaType | null, elements: SchemaElements = {}) {
    if (type === null) throw new SchemaBuilderError('type cannot be null');
    this.type = type;
    this.#keySchema = elements.keySchema ?? null;
    this.#valueSchema = elements.valueSchema ?? null;
  }

  static int8(): SchemaBuilder {
    return new SchemaBuilder('INT8');
  }

  static int16(): SchemaBuilder {
    return new SchemaBuilder('INT16');
  }

  static int32(): SchemaBuilder {
    return new SchemaBuilder('INT32');
  }

  static int64(): SchemaBuilder {
    return new SchemaBuilder('INT64');
  }

  static float32(): SchemaBuilder {
    return new SchemaBuilder('FLOAT32');
  }

  static float64(): SchemaBuilder {
    return new SchemaBuilder('FLOAT64');
  }

  static boolean(): SchemaBuilder {
    return new SchemaBuilder('BOOLEAN');
  }

  static string(): SchemaBuilder {
    return new SchemaBuilder('STRING');
  }

  static bytes(): SchemaBuilder {
    return new SchemaBuilder('BYTES');
  }

  static struct(): SchemaBuilder {
    return new SchemaBuilder('STRUCT');
  }

  /** @throws SchemaBuilderError when the schema of the elements is missing. */
  static array(valueSchema: Schema): SchemaBuilder {
    return new SchemaBuilder('ARRAY', { valueSchema: present(valueSchema, 'valueSchema') });
  }

  /** @throws SchemaBuilderError when the schema of the keys or values is missing. */
  static map(keySchema: Schema, valueSchema: Schema): SchemaBuilder {
    return new SchemaBuilder('MAP', {
      keySchema: present(keySchema, 'keySchema'),
      valueSchema: present(valueSchema, 'valueSchema'),
    });
  }

  /** Null is a value too. */
  optional(): this {
    return this.#set('optional', true);
  }

  /** Null is no value; the default. */
  required(): this {
    return this.#set('optional', false);
  }

  name(name: string | null): this {
    return this.#set('name', name);
  }

  version(version: number | null): this {
    return this.#set('version', version);
  }

  doc(doc: string | null): this {
    return this.#set('doc', doc);
  }

  /**
   * Used for absent values. Set it after `optional`, `name` and the fields: it is checked at once against them.
   * The default of a struct is made with {@link newStruct}.
   * @throws SchemaBuilderError when the value does not fit; the cause says why.
   */
  default(value: unknown): this {
    const schema = this.#current();
    let accepted: unknown;
    try {
      if (isStruct(value) && value.schema !== schema) throw new DataError('Struct schemas do not match.');
      accepted = acceptValue(schema, value);
    } catch (error) {
      throw new SchemaBuilderError('Invalid default value', { cause: error });
    }
    return this.#set('default', accepted);
  }

  /** Sets one parameter; setting the same key again overwrites. */
  parameter(key: string, value: string): this {
    this.#parameters.set(key, value);
    this.#snapshot = null;
    return this;
  }

  parameters(parameters: Readonly<Record<string, string>> | ReadonlyMap<string, string>): this {
    const entries = parameters instanceof Map ? parameters : Object.entries(parameters);
    for (const [key, value] of entries) this.parameter(key, value);
    return this;
  }

  /**
   * Adds a field to a struct schema, after those added before.
   * @throws SchemaBuilderError when this is no struct schema, the name is empty or taken, or the schema is missing.
   */
  field(name: string, schema: Schema): this {
    if (this.type !== 'STRUCT') throw new SchemaBuilderError(`Cannot create fields on type ${this.type}`);
    if (!name) throw new SchemaBuilderError('fieldName cannot be null.');
    present(schema, `fieldSchema for field ${name}`);
    if (this.#fieldNames.has(name)) {
      throw new SchemaBuilderError(`Cannot create field because of field name duplication ${name}`);
    }
    this.#fieldNames.add(name);
    this.#fields.push({ name, index: this.#fields.length, schema });
    this.#snapshot = null;
    return this;
  }

  /** A struct of the schema as it is now, to become its default; no longer usable once anything else is set. */
  newStruct(): Struct {
    return new Struct(this.#current());
  }

  build(): Schema {
    const schema = this.#current();
    if (this.type !== 'STRUCT') return schema;
    const { defaultValue } = schema;
    return new BuiltSchema(schema, (built) =>
      isStruct(defaultValue) ? copyInto(new Struct(built), defaultValue) : undefined,
    );
  }

  #set(attribute: Attribute, value: unknown): this {
    const current = this.#attributes.get(attribute) ?? null;
    if (current !== null && current !== value) {
      throw new SchemaBuilderError(`Invalid SchemaBuilder call: ${attribute} has already been set.`);
    }
    this.#attributes.set(attribute, value);
    this.#snapshot = null;
    return this;
  }

  #current(): Schema {
    return (this.#snapshot ??= new BuiltSchema({
      type: this.type,
      optional: this.#attributes.get('optional') === true,
      defaultValue: this.#attributes.get('default') ?? undefined,
      name: (this.#attributes.get('name') as string | undefined) ?? null,
      version: (this.#attributes.get('version') as number | undefined) ?? null,
      doc: (this.#attributes.get('doc') as string | undefined) ?? null,
      parameters: this.#parameters.size === 0 ? null : new Map(this.#parameters),
      keySchema: this.#keySchema,
      valueSchema: this.#valueSchema,
      fields: [...this.#fields],
    }));
  }
}

function present(schema: Schema | null | undefined, what: string): Schema {
  if (schema === null || schema === undefined) throw new SchemaBuilderError(`${what} cannot be null.`);
  return schema;
}

function copyInto(target: Struct, source: Struct): Struct {
  for (const { index } of target.schema.fields) {
    const value = source.getAt(index);
    if (value !== null) target.putAt(index, value);
  }
  return target;
}
