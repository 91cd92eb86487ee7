import { SchemaBuilder, schemas, Struct, type Schema } from '@sluice/connect-api';

const startOfSchema = (version: number): SchemaBuilder =>
  SchemaBuilder.struct()
    .version(version)
    .name('record')
    .field('boolean', schemas.boolean)
    .field('int', schemas.int32)
    .field('long', schemas.int64)
    .field('float', schemas.float32)
    .field('double', schemas.float64)
    .field('partitioning', schemas.int32);

const endOfSchema = (builder: SchemaBuilder): Schema =>
  builder.field('id', schemas.int32).field('seqno', schemas.int64).build();

export const schemaOne = endOfSchema(startOfSchema(1));
/** Has a text more, with a default. */
export const schemaTwo = endOfSchema(
  startOfSchema(2).field('string', SchemaBuilder.string().default('abc').build()),
);

interface Varying {
  readonly partitioning: number;
  readonly id: number;
  readonly seqno: bigint;
}

export function sampleValue(schema: Schema, { partitioning, id, seqno }: Varying): Struct {
  const value = new Struct(schema)
    .put('boolean', true)
    .put('int', 12)
    .put('long', 12n)
    .put('float', Math.fround(12.2))
    .put('double', 12.2)
    .put('partitioning', partitioning)
    .put('id', id)
    .put('seqno', seqno);
  return schema === schemaTwo ? value.put('string', 'def') : value;
}
