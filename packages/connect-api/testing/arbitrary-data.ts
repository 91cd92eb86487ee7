import fc from 'fast-check';
import {
  DateSchema,
  Decimal,
  DecimalSchema,
  logicalTypeOf,
  SchemaBuilder,
  Struct,
  TimeSchema,
  TimestampSchema,
  type LogicalType,
  type Schema,
  type SchemaType,
} from '../src/index.ts';

const primitiveTypes = [
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT32',
  'FLOAT64',
  'BOOLEAN',
  'STRING',
  'BYTES',
] as const satisfies readonly SchemaType[];

const msPerDay = 86_400_000;

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const logicalBuilders = fc.oneof(
  fc.integer({ min: -3, max: 20 }).map((scale) => DecimalSchema.builder(scale)),
  fc.constantFrom(DateSchema, TimeSchema, TimestampSchema).map((logical) => logical.builder()),
);

const primitiveBuilders = fc.constantFrom(...primitiveTypes).map((type) => new SchemaBuilder(type));

function finish(builder: SchemaBuilder, optional: boolean): Schema {
  return (optional ? builder.optional() : builder).build();
}

function scalarSchemas(): fc.Arbitrary<Schema> {
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: primitiveBuilders }, logicalBuilders), fc.boolean())
    .map(([builder, optional]) => finish(builder, optional));
}

/** Schemas of all types, nested up to the depth. */
export function arbitrarySchema(depth = 2): fc.Arbitrary<Schema> {
  if (depth === 0) return scalarSchemas();
  const inner = fc.noShrink(arbitrarySchema(depth - 1));
  const builders = fc.oneof(
    inner.map((valueSchema) => SchemaBuilder.array(valueSchema)),
    fc
      .tuple(fc.constantFrom('STRING', 'INT32', 'INT64'), inner)
      .map(([keyType, valueSchema]) =>
        SchemaBuilder.map(new SchemaBuilder(keyType as SchemaType).build(), valueSchema),
      ),
    fc
      .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), inner), {
        selector: ([name]) => name,
        maxLength: 5,
      })
      .map(structBuilder),
  );
  const structured = fc.tuple(builders, fc.boolean()).map(([builder, optional]) => finish(builder, optional));
  return fc.oneof(scalarSchemas(), { weight: 2, arbitrary: structured });
}

function structBuilder(fields: readonly (readonly [string, Schema])[]): SchemaBuilder {
  const builder = SchemaBuilder.struct();
  for (const [name, schema] of fields) builder.field(name, schema);
  return builder;
}

/** Values of the schema, as the schema holds them. */
export function arbitraryValue(schema: Schema): fc.Arbitrary<unknown> {
  const present = presentValue(schema);
  return schema.optional ? fc.option(present, { nil: null }) : present;
}

/** A schema together with a value of it. */
export function arbitraryData(depth = 2): fc.Arbitrary<{ readonly schema: Schema; readonly value: unknown }> {
  return arbitrarySchema(depth).chain((schema) => arbitraryValue(schema).map((value) => ({ schema, value })));
}

function presentValue(schema: Schema): fc.Arbitrary<unknown> {
  const logicalType = logicalTypeOf(schema);
  return logicalType === null ? plainValue(schema) : logicalValue(logicalType, schema);
}

function timestampAt(ms: bigint): Date {
  return TimestampSchema.decode(TimestampSchema.schema, ms);
}

function logicalValue(type: LogicalType, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'Decimal':
      return fc.bigInt().map((unscaled) => new Decimal(unscaled, DecimalSchema.scaleOf(schema)));
    case 'Date':
      return fc.integer().map((days) => DateSchema.decode(DateSchema.schema, days));
    case 'Time':
      return fc.integer({ min: 0, max: msPerDay }).map((ms) => new Date(ms));
    case 'Timestamp':
      return fc.oneof(fc.date({ noInvalidDate: true }), int64.map(timestampAt));
  }
}

const scalarValues: Readonly<Partial<Record<SchemaType, () => fc.Arbitrary<unknown>>>> = {
  INT8: () => fc.integer({ min: -128, max: 127 }),
  INT16: () => fc.integer({ min: -32_768, max: 32_767 }),
  INT32: () => fc.integer(),
  INT64: () => int64,
  FLOAT32: () => fc.float(),
  FLOAT64: () => fc.double(),
  BOOLEAN: () => fc.boolean(),
  STRING: () => fc.string({ unit: 'grapheme' }),
  BYTES: () => fc.uint8Array().map((bytes) => Buffer.from(bytes)),
};

function plainValue(schema: Schema): fc.Arbitrary<unknown> {
  const { keySchema, valueSchema } = schema;
  if (schema.type === 'STRUCT') return structValue(schema);
  if (keySchema !== null && valueSchema !== null) {
    const entries = fc.array(fc.tuple(arbitraryValue(keySchema), arbitraryValue(valueSchema)), {
      maxLength: 4,
    });
    return entries.map((all) => new Map(all));
  }
  if (valueSchema !== null) return fc.array(arbitraryValue(valueSchema), { maxLength: 4 });
  return scalarValues[schema.type]?.() ?? fc.constant(null);
}

function structValue(schema: Schema): fc.Arbitrary<Struct> {
  return fc.tuple(...schema.fields.map((field) => arbitraryValue(field.schema))).map((values) => {
    const struct = new Struct(schema);
    for (const { index } of schema.fields) struct.putAt(index, values[index]);
    return struct;
  });
}
