import {
  Decimal,
  LinkedMap,
  logicalTypeOf,
  numberTypeOf,
  SchemaBuilder,
  Struct,
  TimestampSchema,
  TypedNumber,
  type NumberType,
  type Schema,
  type SchemaType,
} from '../src/index.ts';
import { ForeignObject, isList, numberKinds } from './notation.ts';
import type { BytesNotation, SchemaNotation, ValueNotation } from './notation.ts';

export function readSchema(notation: SchemaNotation): Schema;
export function readSchema(notation: SchemaNotation | null | undefined): Schema | null;
export function readSchema(notation: SchemaNotation | null | undefined): Schema | null {
  return notation === null || notation === undefined ? null : readBuilder(notation).build();
}

/** A builder on which all that the notation says has been set. */
export function readBuilder(notation: SchemaNotation): SchemaBuilder {
  const builder = startBuilder(notation);
  if (notation.optional === true) builder.optional();
  builder.name(notation.name ?? null).version(notation.version ?? null);
  builder.doc(notation.doc ?? null).parameters(notation.parameters ?? {});
  for (const { name, schema } of notation.fields ?? []) builder.field(name, readSchema(schema));
  return setDefault(builder, notation.default ?? null);
}

function startBuilder({ type, ...notation }: SchemaNotation): SchemaBuilder {
  const keySchema = readSchema(notation.keySchema);
  const valueSchema = readSchema(notation.valueSchema);
  return new SchemaBuilder(type.toUpperCase() as SchemaType, {
    ...(keySchema === null ? {} : { keySchema }),
    ...(valueSchema === null ? {} : { valueSchema }),
  });
}

function setDefault(builder: SchemaBuilder, notation: ValueNotation): SchemaBuilder {
  if (notation === null) return builder;
  if (builder.type === 'STRUCT') return builder.default(fillStruct(builder.newStruct(), notation));
  return builder.default(readValue(notation, builder.build()));
}

/** @param schema - what the value belongs to: a number of another type than it says becomes a typed number. */
export function readValue(notation: ValueNotation, schema: Schema | null): unknown {
  if (notation === null || typeof notation === 'boolean' || typeof notation === 'string') return notation;
  if (isList(notation)) return notation.map((element) => readValue(element, schema?.valueSchema ?? null));
  const [kind, content] = Object.entries(notation)[0] ?? ['', null];
  const numberType = numberKinds[kind];
  if (numberType !== undefined) return readNumber(numberType, content as number | string, schema);
  return readObject(notation, schema);
}

function readNumber(type: NumberType, content: number | string, schema: Schema | null): unknown {
  const value = type === 'INT64' ? BigInt(content) : Number(content);
  const declared = schema !== null && logicalTypeOf(schema) === null ? schema.type : null;
  const typed = new TypedNumber(type, value);
  return declared === type || (schema === null && numberTypeOf(typed.value) === type) ? typed.value : typed;
}

function readObject(notation: { readonly [kind: string]: unknown }, schema: Schema | null): unknown {
  const [kind, content] = Object.entries(notation)[0] ?? ['', null];
  switch (kind) {
    case 'decimal': {
      const { unscaled, scale } = content as { unscaled: string; scale: number };
      return new Decimal(BigInt(unscaled), scale);
    }
    case 'date':
      return TimestampSchema.decode(TimestampSchema.schema, BigInt(content as string));
    case 'bytes':
      return Buffer.from(content as string, 'base64');
    case 'bytebuffer':
      return Uint8Array.from(Buffer.from(content as string, 'base64'));
    case 'map':
      return new LinkedMap(readEntries(content as readonly [ValueNotation, ValueNotation][], schema));
    case 'hashmap':
      return new Map(readEntries(content as readonly [ValueNotation, ValueNotation][], schema));
    case 'struct':
      return fillStruct(new Struct(structSchema(notation, schema)), notation);
    case 'uuid':
      return new ForeignObject(content as string);
    default:
      throw new RangeError(`no value is written as ${JSON.stringify(notation)}`);
  }
}

function readEntries(
  entries: readonly [ValueNotation, ValueNotation][],
  schema: Schema | null,
): [unknown, unknown][] {
  return entries.map(([key, value]) => [
    readValue(key, schema?.keySchema ?? null),
    readValue(value, schema?.valueSchema ?? null),
  ]);
}

function structSchema(notation: { readonly [kind: string]: unknown }, context: Schema | null): Schema {
  const own = readSchema(notation['schema'] as SchemaNotation | undefined) ?? context;
  if (own === null) throw new RangeError('a struct without a schema');
  return own;
}

function fillStruct(struct: Struct, notation: ValueNotation): Struct {
  const values = (notation as { readonly struct: Readonly<Record<string, ValueNotation>> }).struct;
  for (const [name, value] of Object.entries(values)) {
    const field = struct.schema.field(name);
    if (value !== null) struct.put(name, readValue(value, field?.schema ?? null));
  }
  return struct;
}

export function readBytes(notation: BytesNotation): Buffer | null {
  if (notation === null) return null;
  return 'text' in notation ? Buffer.from(notation.text) : Buffer.from(notation.base64, 'base64');
}
