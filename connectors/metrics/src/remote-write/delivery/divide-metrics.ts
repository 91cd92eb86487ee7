import { laneNumber } from '@sluice/connector-tasks';
import type { WrittenSeries } from '../message/written-series.ts';

/** A record on its way to Prometheus. */
export interface OutgoingMetric {
  /** Its place in the list that the task was given. */
  readonly index: number;
  /** What its samples are of. */
  readonly key: string;
  readonly timestampMs: number;
  readonly series: readonly WrittenSeries[];
}

/**
 * Divides metrics over at most so many lanes, each series into one of them, in their order; no more lanes than there are
 * requests.
 */
export function intoLanes(
  metrics: readonly OutgoingMetric[],
  { maxLanes, batchSize }: { readonly maxLanes: number; readonly batchSize: number },
): OutgoingMetric[][] {
  const samples = metrics.reduce((sum, { series }) => sum + series.length, 0);
  const count = Math.max(1, Math.min(maxLanes, Math.ceil(samples / batchSize)));
  if (count === 1) return [[...metrics]];
  const lanes = Array.from({ length: count }, (): OutgoingMetric[] => []);
  for (const metric of metrics) lanes[laneNumber(metric.key, count)]?.push(metric);
  return lanes.filter((lane) => lane.length > 0);
}

/**
 * Divides a lane into requests: of so many samples, a record with more by itself; and within a request the samples of a series
 * rise in time, as the protocol wants it.
 */
export function intoRequests(lane: readonly OutgoingMetric[], batchSize: number): OutgoingMetric[][] {
  const requests: OutgoingMetric[][] = [];
  let open: OutgoingMetric[] = [];
  let samples = 0;
  const until = new Map<string, number>();
  for (const metric of lane) {
    const isLater = metric.timestampMs > (until.get(metric.key) ?? -Infinity);
    if (open.length > 0 && (!isLater || samples + metric.series.length > batchSize)) {
      requests.push(open);
      open = [];
      samples = 0;
      until.clear();
    }
    open.push(metric);
    samples += metric.series.length;
    until.set(metric.key, metric.timestampMs);
  }
  return open.length === 0 ? requests : [...requests, open];
}
