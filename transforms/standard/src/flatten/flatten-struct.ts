import { DataError, isStruct, nameField, SchemaBuilder, Struct, type Schema } from '@sluice/connect-api';
import { defaultOf, structLike, withAttributes } from '../structure/schema-attributes.ts';

/** The way to a field that is kept, through the structs around it. */
interface Way {
  readonly indexes: readonly number[];
  /** The field's own default, null when it has none. Structs that are not set are not read as their default. */
  readonly defaultValue: unknown;
}

/** How structs of one schema become flat: compiled once, applied to each record. */
export class FlattenPlan {
  readonly schema: Schema;
  readonly #ways: readonly Way[];

  /** @throws DataError when there is a map in it, or two fields get the same name. */
  constructor(schema: Schema, delimiter: string) {
    const builder = structLike(schema);
    const ways: Way[] = [];
    addFields(builder, ways, {
      schema,
      delimiter,
      prefix: '',
      optional: schema.optional,
      defaults: defaultOf(schema),
      indexes: [],
    });
    this.schema = builder.build();
    this.#ways = ways;
  }

  /** @throws DataError when a value does not fit. */
  apply(struct: Struct): Struct {
    const flat = new Struct(this.schema);
    for (let index = 0; index < this.#ways.length; index += 1) {
      const value = follow(struct, this.#ways[index] as Way);
      if (value !== undefined) flat.putAt(index, value);
    }
    return flat;
  }
}

/** The value; `undefined` when a struct on the way is null. */
function follow(struct: Struct, { indexes, defaultValue }: Way): unknown {
  let value: unknown = struct;
  for (let step = 0; step < indexes.length; step += 1) {
    if (!isStruct(value)) return undefined;
    value = value.getAt(indexes[step] as number);
  }
  return value ?? defaultValue;
}

interface Level {
  readonly schema: Schema;
  readonly delimiter: string;
  readonly prefix: string;
  /** Whether something around is optional. */
  readonly optional: boolean;
  /** The default of the struct, null when it has none. */
  readonly defaults: unknown;
  /** The way to the struct. */
  readonly indexes: readonly number[];
}

function addFields(builder: SchemaBuilder, ways: Way[], level: Level): void {
  for (const { name, index, schema } of level.schema.fields) {
    const flatName = level.prefix + name;
    const ownDefault = defaultOf(schema);
    const inherited = isStruct(level.defaults) ? level.defaults.get(name) : null;
    const optional = level.optional || schema.optional;
    const defaults = ownDefault ?? inherited;
    const indexes = [...level.indexes, index];
    if (schema.type === 'STRUCT') {
      const prefix = flatName + level.delimiter;
      addFields(builder, ways, { ...level, schema, prefix, optional, defaults, indexes });
    } else {
      builder.field(flatName, flatSchema(flatName, schema, { optional, defaults }));
      ways.push({ indexes, defaultValue: ownDefault });
    }
  }
}

function flatSchema(
  name: string,
  schema: Schema,
  { optional, defaults }: { readonly optional: boolean; readonly defaults: unknown },
): Schema {
  if (schema.type === 'MAP') {
    const message = `Flatten transformation does not support MAP for record with schemas (for field ${name}).`;
    throw nameField(new DataError(message), name);
  }
  if (schema.type === 'ARRAY') return schema;
  const builder = withAttributes(new SchemaBuilder(schema.type), schema);
  if (optional) builder.optional();
  if (defaults !== null) builder.default(defaults);
  return builder.build();
}
