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
  .field('exemplars', optionalList(exemplarSchema))
  .field('labels', labelsSchema)
  .field('timestamp', TimestampSchema.schema)
  .field('instance', optionalSchemas.string)
  .field('job', optionalSchemas.string)
  .field('stale', schemas.boolean)
  .build();

export interface MetricOrigin {
  readonly instance: string | null;
  readonly job: string | null;
  readonly timestampMs: number;
  /** The series has ended: its value is the last one that was seen. */
  readonly isStale: boolean;
}

/** A metric as the value of a record. */
export function metricStruct(metric: Metric, { instance, job, timestampMs, isStale }: MetricOrigin): Struct {
  const list = (items: readonly Struct[]): readonly Struct[] | null => (items.length === 0 ? null : items);
  return new Struct(metricSchema)
    .put('name', metric.name)
    .put('type', metric.type)
    .put('unit', metric.unit)
    .put('value', metric.value)
    .put('sum', metric.sum)
    .put('count', metric.count)
    .put(
      'buckets',
      list(
        metric.buckets.map(({ upTo, count }) =>
          new Struct(bucketSchema).put('up_to', upTo).put('count', count),
        ),
      ),
    )
    .put(
      'quantiles',
      list(
        metric.quantiles.map(({ quantile, value }) =>
          new Struct(quantileSchema).put('quantile', quantile).put('value', value),
        ),
      ),
    )
    .put('exemplars', list(metric.exemplars.map(exemplarStruct)))
    .put('labels', new Map(metric.labels))
    .put('timestamp', new Date(metric.timestampMs ?? timestampMs))
    .put('instance', instance)
    .put('job', job)
    .put('stale', isStale);
}

function exemplarStruct({ labels, value, timestampMs }: Exemplar): Struct {
  return new Struct(exemplarSchema)
    .put('labels', new Map(labels))
    .put('value', value)
    .put('timestamp', timestampMs === null ? null : new Date(timestampMs));
}
