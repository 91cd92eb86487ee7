import type { Exemplar } from '../../exposition/sample.ts';
import { isDistribution, type Metric, type NativeHistogram } from '../../records/metric.ts';
import { formatBound, type BoundsFormat } from './bound-text.ts';

export type LabelPair = readonly [name: string, value: string];

/** A sample of a series, as Prometheus has them. */
export interface WrittenSeries {
  /** In the order of their names, the name of the metric among them. */
  readonly labels: readonly LabelPair[];
  /** Not used where there is a native histogram, or the series has ended. */
  readonly value: number;
  readonly native: NativeSample | null;
  readonly isStale: boolean;
  readonly timestampMs: number;
  readonly exemplars: readonly Exemplar[];
}

export interface NativeSample extends NativeHistogram {
  readonly count: number;
  readonly sum: number;
  readonly isGauge: boolean;
}

export interface SeriesOptions {
  readonly externalLabels: readonly LabelPair[];
  readonly bounds: BoundsFormat;
  readonly sendsExemplars: boolean;
}

/** A metric, at one time. */
export interface TimedMetric {
  readonly metric: Metric;
  readonly timestampMs: number;
  readonly isStale: boolean;
}

/** The series that a metric is for Prometheus: one, or those of a distribution. */
export function seriesOf(timed: TimedMetric, options: SeriesOptions): WrittenSeries[] {
  const lines = isDistribution(timed.metric.type)
    ? distribution(timed.metric, options.bounds)
    : [line(timed.metric.name, timed.metric.value ?? Number.NaN)];
  return lines.map((written, index) => ({
    labels: labelsOf(timed.metric, written, options.externalLabels),
    value: written.value,
    native: written.native,
    isStale: timed.isStale,
    timestampMs: timed.timestampMs,
    exemplars: options.sendsExemplars ? exemplarsOf(timed.metric, lines, index) : [],
  }));
}

interface Line {
  readonly name: string;
  readonly bound: LabelPair | null;
  /** The upper bound of a bucket. */
  readonly upTo: number | null;
  readonly value: number;
  readonly native: NativeSample | null;
}

function line(name: string, value: number, more: Partial<Line> = {}): Line {
  return { name, value, bound: null, upTo: null, native: null, ...more };
}

function distribution(metric: Metric, bounds: BoundsFormat): Line[] {
  const { name, type, buckets, quantiles, native } = metric;
  const isGauge = type === 'gaugehistogram';
  // Native buckets have count and sum in themselves.
  const isNativeOnly = native !== null && buckets.length === 0;
  return [
    ...(native === null ? [] : [line(name, 0, { native: nativeSample(metric, native, isGauge) })]),
    ...buckets.map(({ upTo, count }) =>
      line(`${name}_bucket`, count, { bound: ['le', formatBound(upTo, bounds)], upTo }),
    ),
    ...quantiles.map(({ quantile, value }) =>
      line(name, value, { bound: ['quantile', formatBound(quantile, bounds)] }),
    ),
    ...(isNativeOnly ? [] : totals(metric, isGauge ? '_g' : '_')),
    ...(metric.created === null ? [] : [line(`${name}_created`, metric.created)]),
  ];
}

function nativeSample({ count, sum }: Metric, native: NativeHistogram, isGauge: boolean): NativeSample {
  return { ...native, count: count ?? 0, sum: sum ?? Number.NaN, isGauge };
}

function totals({ name, sum, count }: Metric, infix: string): Line[] {
  return [
    ...(sum === null ? [] : [line(`${name}${infix}sum`, sum)]),
    ...(count === null ? [] : [line(`${name}${infix}count`, count)]),
  ];
}

function labelsOf({ labels }: Metric, { name, bound }: Line, external: readonly LabelPair[]): LabelPair[] {
  const pairs: LabelPair[] = [['__name__', name]];
  for (const [label, value] of labels) {
    // To Prometheus an empty label is none; a bound is that of the line.
    if (value !== '' && label !== '__name__' && label !== bound?.[0]) pairs.push([label, value]);
  }
  if (bound !== null) pairs.push(bound);
  for (const pair of external) if ((labels.get(pair[0]) ?? '') === '') pairs.push(pair);
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** An exemplar belongs to the first bucket that its value is in, or to native buckets; others to the only line. */
function exemplarsOf({ exemplars }: Metric, lines: readonly Line[], index: number): readonly Exemplar[] {
  if (exemplars.length === 0) return exemplars;
  if (lines.some(({ native }) => native !== null)) return index === 0 ? exemplars : [];
  if (lines.length === 1) return exemplars;
  const isAt = ({ value }: Exemplar): boolean =>
    lines.findIndex(({ upTo }) => upTo !== null && value <= upTo) === index;
  return exemplars.filter(isAt);
}
