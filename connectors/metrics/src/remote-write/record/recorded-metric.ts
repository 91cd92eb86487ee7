import { DataError, nameField, type SinkRecord } from '@sluice/connect-api';
import type { Exemplar, MetricType } from '../../exposition/sample.ts';
import {
  isDistribution,
  type Bucket,
  type Metric,
  type NativeBuckets,
  type NativeHistogram,
} from '../../records/metric.ts';
import { RecordedFields } from './recorded-fields.ts';
import type { TimedMetric } from '../message/written-series.ts';

/**
 * The metric that a record has: a struct of the schema of this package or one with the same fields, or a map, as JSON without
 * schemas gives it. @throws DataError naming the field that is missing or wrong.
 */
export function metricOf(record: SinkRecord): TimedMetric {
  const fields = new RecordedFields(record.value);
  const metric = readMetric(fields);
  const timestampMs = fields.time('timestamp') ?? record.timestampMs;
  if (timestampMs === null) throw missing('timestamp', 'Neither the value nor the record has a time');
  return { metric, timestampMs, isStale: fields.flag('stale') };
}

function readMetric(fields: RecordedFields): Metric {
  const name = fields.text('name') ?? '';
  if (name === '') throw missing('name', 'A metric needs a name');
  const metric = {
    name,
    type: (fields.text('type') ?? 'unknown') as MetricType,
    unit: fields.text('unit'),
    labels: fields.texts('labels'),
    value: fields.number('value'),
    sum: fields.number('sum'),
    count: fields.number('count'),
    buckets: readBounds(fields),
    quantiles: fields.list('quantiles', (quantile) => ({
      quantile: quantile.requiredNumber('quantile'),
      value: quantile.requiredNumber('value'),
    })),
    native: fields.inner('native', readNative),
    created: fields.number('created'),
    exemplars: fields.list('exemplars', readExemplar),
    timestampMs: null,
  };
  if (metric.value === null && !hasDistribution(metric)) {
    throw missing('value', `A metric of type ${metric.type} needs one`);
  }
  return metric;
}

/** @throws DataError also for bounds that do not rise, as they are when the last one, infinity, was lost on the way. */
function readBounds(fields: RecordedFields): Bucket[] {
  const buckets = fields.list('buckets', (bucket) => ({
    upTo: bucket.requiredNumber('up_to'),
    count: bucket.requiredNumber('count'),
  }));
  const isRising = buckets.every(
    ({ upTo }, index) => index === 0 || upTo > (buckets[index - 1]?.upTo ?? Infinity),
  );
  if (isRising) return buckets;
  throw missing(
    'buckets',
    'The bounds do not rise; JSON with schemas loses the last one: set value.converter.schemas.enable=false',
  );
}

function hasDistribution({ type, count, sum, buckets, quantiles }: Metric): boolean {
  const hasParts = count !== null || sum !== null || buckets.length > 0 || quantiles.length > 0;
  return isDistribution(type) && hasParts;
}

function readNative(fields: RecordedFields): NativeHistogram {
  const empty = { spans: [], counts: [] };
  return {
    schema: fields.requiredNumber('schema'),
    zeroThreshold: fields.requiredNumber('zero_threshold'),
    zeroCount: fields.requiredNumber('zero_count'),
    positive: fields.inner('positive', readBuckets) ?? empty,
    negative: fields.inner('negative', readBuckets) ?? empty,
  };
}

function readBuckets(fields: RecordedFields): NativeBuckets {
  const spans = fields.list('spans', (span) => ({
    offset: span.requiredNumber('offset'),
    length: span.requiredNumber('length'),
  }));
  const counts = fields.numbers('counts');
  const expected = spans.reduce((sum, { length }) => sum + length, 0);
  if (counts.length !== expected) {
    throw missing('counts', `The spans are of ${expected} buckets, and there are ${counts.length} counts`);
  }
  return { spans, counts };
}

function readExemplar(fields: RecordedFields): Exemplar {
  return {
    labels: fields.texts('labels'),
    value: fields.requiredNumber('value'),
    timestampMs: fields.time('timestamp'),
  };
}

function missing(field: string, message: string): unknown {
  return nameField(new DataError(message), field);
}
