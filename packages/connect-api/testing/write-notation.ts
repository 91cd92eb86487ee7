import {
  epochMsOf,
  formatNumber,
  isDecimal,
  isStruct,
  numberTypeOf,
  plainNumber,
  schemaEquals,
  type NumberType,
  type Schema,
  type Struct,
} from '../src/index.ts';
import { ForeignObject, numberKinds, type SchemaNotation, type ValueNotation } from './notation.ts';

export function writeSchema(schema: Schema): SchemaNotation;
export function writeSchema(schema: Schema | null): SchemaNotation | null;
export function writeSchema(schema: Schema | null): SchemaNotation | null {
  if (schema === null) return null;
  const defaultValue = schema.defaultValue ?? null;
  return {
    type: schema.type.toLowerCase(),
    ...(schema.optional ? { optional: true } : {}),
    ...(schema.name === null ? {} : { name: schema.name }),
    ...(schema.version === null ? {} : { version: schema.version }),
    ...(schema.doc === null ? {} : { doc: schema.doc }),
    ...(schema.parameters === null ? {} : { parameters: Object.fromEntries(schema.parameters) }),
    ...writeElements(schema),
    ...(defaultValue === null ? {} : { default: writeValue(defaultValue, schema) }),
  };
}

function writeElements(schema: Schema): Partial<SchemaNotation> {
  switch (schema.type) {
    case 'ARRAY':
      return { valueSchema: writeSchema(schema.valueSchema) };
    case 'MAP':
      return { keySchema: writeSchema(schema.keySchema), valueSchema: writeSchema(schema.valueSchema) };
    case 'STRUCT':
      return {
        fields: schema.fields.map((field) => ({ name: field.name, schema: writeSchema(field.schema) })),
      };
    default:
      return {};
  }
}

/** The canonical notation: `bytes` for all bytes, `map` sorted for all maps, shortest texts for numbers. */
export function writeValue(value: unknown, schema: Schema | null): ValueNotation {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  const number = writeNumber(value, schema);
  return number ?? writeObject(value, schema);
}

function writeNumber(value: unknown, schema: Schema | null): ValueNotation {
  const declared = schema?.type.toLowerCase() ?? '';
  const isPlain = typeof value === 'number' || typeof value === 'bigint';
  const type = isPlain && declared in numberKinds ? (schema?.type as NumberType) : numberTypeOf(value);
  if (type === null) return null;
  const plain = plainNumber(value) as number | bigint;
  const isText = type === 'INT64' || type === 'FLOAT32' || type === 'FLOAT64';
  return { [type.toLowerCase()]: isText ? formatNumber(type, plain) : plain };
}

function writeObject(value: unknown, schema: Schema | null): ValueNotation {
  if (Array.isArray(value)) return value.map((element) => writeValue(element, schema?.valueSchema ?? null));
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { date: String(epochMsOf(value)) };
  if (isDecimal(value)) return { decimal: { unscaled: String(value.unscaled), scale: value.scale } };
  if (value instanceof Map) return { map: sorted(writeEntries(value, schema)) };
  if (isStruct(value)) return writeStruct(value, schema);
  if (value instanceof ForeignObject) return { uuid: value.toString() };
  throw new TypeError('the notation has no such value');
}

function writeEntries(
  map: ReadonlyMap<unknown, unknown>,
  schema: Schema | null,
): [ValueNotation, ValueNotation][] {
  return Array.from(map, ([key, value]) => [
    writeValue(key, schema?.keySchema ?? null),
    writeValue(value, schema?.valueSchema ?? null),
  ]);
}

function writeStruct(struct: Struct, context: Schema | null): ValueNotation {
  const fields = struct.schema.fields.map(({ name, schema }): [string, ValueNotation] => [
    name,
    writeValue(struct.getWithoutDefault(name), schema),
  ]);
  return {
    struct: Object.fromEntries(fields),
    ...(schemaEquals(struct.schema, context) ? {} : { schema: writeSchema(struct.schema) }),
  };
}

/** Entries in an order that does not depend on that of the map. */
export function sorted(entries: readonly (readonly [ValueNotation, ValueNotation])[]): ValueNotation[] {
  return entries.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
