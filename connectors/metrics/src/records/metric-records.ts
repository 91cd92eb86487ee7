import { schemas, SourceRecord } from '@sluice/connect-api';
import { metricSchema, metricStruct } from './metric-schema.ts';
import { seriesText, type Metric } from './metric.ts';

export interface MetricPlace {
  readonly topic: string;
  /** The source partition: where the metrics come from. */
  readonly from: string;
  readonly timestampMs: number;
}

/** A record of a metric, keyed by its series. */
export function metricRecord(metric: Metric, place: MetricPlace, isStale = false): SourceRecord {
  const { topic, from, timestampMs } = place;
  const at = metric.timestampMs ?? timestampMs;
  return new SourceRecord({
    topic,
    keySchema: schemas.string,
    key: seriesText(metric.name, metric.labels),
    valueSchema: metricSchema,
    value: metricStruct(metric, { timestampMs: at, isStale }),
    timestampMs: at,
    sourcePartition: { target: from },
    sourceOffset: { timestamp: timestampMs },
  });
}

/** A gauge with these labels. */
export function gauge(name: string, value: number, labels: ReadonlyMap<string, string>): Metric {
  return plainMetric(name, value, { type: 'gauge', labels, unit: null });
}

export function plainMetric(
  name: string,
  value: number,
  { type, labels, unit }: Pick<Metric, 'type' | 'labels' | 'unit'>,
): Metric {
  return {
    name,
    type,
    unit,
    labels,
    value,
    sum: null,
    count: null,
    buckets: [],
    quantiles: [],
    native: null,
    created: null,
    exemplars: [],
    timestampMs: null,
  };
}
