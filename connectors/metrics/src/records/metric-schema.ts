import {
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import type { Exemplar } from '../exposition/sample.ts';
import type { Metric } from './metric.ts';
import { nativeSchema, nativeStruct } from './native-schema.ts';

const name = (last: string): string => `io.sluice.metrics.${last}`;
const labelsSchema = SchemaBuilder.map(schemas.string, schemas.string).build();
const optionalTime = TimestampSchema.builder().optional().build();

const bucketSchema = SchemaBuilder.struct()
  .name(name('Bucket'))
  .field('up_to', schemas.float64)
  .field('count', schemas.float64)
  .build();
const quantileSchema = SchemaBuilder.struct()
  .name(name('Quantile'))
  .field('quantile', schemas.float64)
  .field('value', schemas.float64)
  .build();
const exemplarSchema = SchemaBuilder.struct()
  .name(name('Exemplar'))
  .field('labels', labelsSchema)
  .field('value', schemas.float64)
  .field('timestamp', optionalTime)
  .build();
const optionalList = (of: Schema): Schema => SchemaBuilder.array(of).optional().build();

/** Of every record of metrics, wherever they come from. */
export const metricSchema: Schema = SchemaBuilder.struct()
  .name(name('Metric'))
  .field('name', schemas.string)
  .field('type', schemas.string)
  .field('unit', optionalSchemas.string)
  .field('value', optionalSchemas.float64)
  .field('sum', optionalSchemas.float64)
  .field('count', optionalSchemas.float64)
  .field('buckets', optionalList(bucketSchema))
  .field('quantiles', optionalList(quantileSchema))
  .field('native', nativeSchema)
  .field('created', optionalSchemas.float64)
  .field('exemplars', optionalList(exemplarSchema))
  .field('labels', labelsSchema)
  .field('timestamp', TimestampSchema.schema)
  .field('instance', optionalSchemas.string)
  .field('job', optionalSchemas.string)
  .field('stale', schemas.boolean)
  .build();

export interface MetricOrigin {
  readonly timestampMs: number;
  /** The series has ended: its value is the last one that was seen. */
  readonly isStale: boolean;
}

/** A metric as the value of a record. */
export function metricStruct(metric: Metric, { timestampMs, isStale }: MetricOrigin): Struct {
  const { labels } = metric;
  const values: readonly unknown[] = [
    metric.name,
    metric.type,
    metric.unit,
    metric.value,
    metric.sum,
    metric.count,
    structs(metric.buckets, ({ upTo, count }) => pair(bucketSchema, upTo, count)),
    structs(metric.quantiles, ({ quantile, value }) => pair(quantileSchema, quantile, value)),
    metric.native === null ? null : nativeStruct(metric.native),
    metric.created,
    structs(metric.exemplars, exemplarStruct),
    labels,
    new Date(timestampMs),
    labels.get('instance') ?? null,
    labels.get('job') ?? null,
    isStale,
  ];
  const struct = new Struct(metricSchema);
  for (const [index, value] of values.entries()) struct.putAt(index, value);
  return struct;
}

function structs<T>(items: readonly T[], toStruct: (item: T) => Struct): readonly Struct[] | null {
  return items.length === 0 ? null : items.map(toStruct);
}

function pair(schema: Schema, first: number, second: number): Struct {
  return new Struct(schema).putAt(0, first).putAt(1, second);
}

function exemplarStruct({ labels, value, timestampMs }: Exemplar): Struct {
  const time = timestampMs === null ? null : new Date(timestampMs);
  return new Struct(exemplarSchema).putAt(0, labels).putAt(1, value).putAt(2, time);
}
