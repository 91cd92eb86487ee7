import { SchemaBuilder, schemas, Struct, type Schema } from '@sluice/connect-api';
import type { NativeBuckets, NativeHistogram } from './metric.ts';

const spanSchema = SchemaBuilder.struct()
  .name('io.sluice.metrics.BucketSpan')
  .field('offset', schemas.int32)
  .field('length', schemas.int32)
  .build();
const sideSchema = SchemaBuilder.struct()
  .name('io.sluice.metrics.NativeBuckets')
  .field('spans', SchemaBuilder.array(spanSchema).build())
  .field('counts', SchemaBuilder.array(schemas.float64).build())
  .build();

/** Of a histogram whose buckets grow exponentially: those of OTLP fit, too. */
export const nativeSchema: Schema = SchemaBuilder.struct()
  .name('io.sluice.metrics.NativeHistogram')
  .optional()
  .field('schema', schemas.int32)
  .field('zero_threshold', schemas.float64)
  .field('zero_count', schemas.float64)
  .field('positive', sideSchema)
  .field('negative', sideSchema)
  .build();

export function nativeStruct(native: NativeHistogram): Struct {
  return new Struct(nativeSchema)
    .put('schema', native.schema)
    .put('zero_threshold', native.zeroThreshold)
    .put('zero_count', native.zeroCount)
    .put('positive', sideStruct(native.positive))
    .put('negative', sideStruct(native.negative));
}

function sideStruct({ spans, counts }: NativeBuckets): Struct {
  const structs = spans.map(({ offset, length }) =>
    new Struct(spanSchema).put('offset', offset).put('length', length),
  );
  return new Struct(sideSchema).put('spans', structs).put('counts', [...counts]);
}
