import type { Exemplar, Labels, MetricFamily, MetricType, Sample } from '../exposition/sample.ts';

/** The upper bound of a bucket and how many values are within it. */
export interface Bucket {
  readonly upTo: number;
  readonly count: number;
}

export interface Quantile {
  readonly quantile: number;
  readonly value: number;
}

/** So many buckets that follow each other, after a gap of so many; the gap of the first one counts from bucket 0. */
export interface BucketSpan {
  readonly offset: number;
  readonly length: number;
}

/** The buckets on one side of zero: `counts` has one for each bucket of the spans. */
export interface NativeBuckets {
  readonly spans: readonly BucketSpan[];
  readonly counts: readonly number[];
}

/** Buckets whose bounds grow by the factor 2^(2^-schema), as native histograms of Prometheus and OTLP have them. */
export interface NativeHistogram {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: NativeBuckets;
  readonly negative: NativeBuckets;
}

/** One series at one time: a value, or a distribution. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string | null;
  readonly labels: Labels;
  /** `null` for histograms and summaries. */
  readonly value: number | null;
  readonly sum: number | null;
  readonly count: number | null;
  readonly buckets: readonly Bucket[];
  readonly quantiles: readonly Quantile[];
  /** Of histograms that have native buckets, beside or instead of `buckets`. */
  readonly native: NativeHistogram | null;
  /** Of distributions: since when they count, in seconds. */
  readonly created: number | null;
  readonly exemplars: readonly Exemplar[];
  readonly timestampMs: number | null;
}

/** The metrics of a family: the lines of a distribution are one. */
export function metricsOf(family: MetricFamily): Metric[] {
  return isDistribution(family.type)
    ? distributions(family)
    : family.samples.map((sample) => single(family, sample));
}

export function isDistribution(type: MetricType): boolean {
  return type === 'histogram' || type === 'gaugehistogram' || type === 'summary';
}

function single(
  { type, unit }: MetricFamily,
  { name, labels, value, timestampMs, exemplar }: Sample,
): Metric {
  const exemplars = exemplar === null ? [] : [exemplar];
  return { name, type, unit, labels, value, ...noDistribution, exemplars, timestampMs };
}

const noDistribution = { sum: null, count: null, buckets: [], quantiles: [], native: null, created: null };

interface OpenDistribution {
  readonly labels: Labels;
  timestampMs: number | null;
  sum: number | null;
  count: number | null;
  readonly buckets: Bucket[];
  readonly quantiles: Quantile[];
  readonly native: NativeHistogram | null;
  created: number | null;
  readonly exemplars: Exemplar[];
}

function distributions({ name, type, unit, samples }: MetricFamily): Metric[] {
  const byLabels = new Map<string, OpenDistribution>();
  const bound = type === 'summary' ? 'quantile' : 'le';
  for (const sample of samples) {
    const edge = sample.labels.get(bound);
    const labels = edge === undefined ? sample.labels : without(sample.labels, bound);
    const key = seriesText('', labels);
    const open = byLabels.get(key) ?? emptyDistribution(labels, sample.timestampMs);
    byLabels.set(key, open);
    add(open, sample, { suffix: sample.name.slice(name.length), edge });
  }
  return [...byLabels.values()].map((open) => ({ name, type, unit, value: null, ...open }));
}

function emptyDistribution(labels: Labels, timestampMs: number | null): OpenDistribution {
  return { labels, timestampMs, ...noDistribution, buckets: [], quantiles: [], exemplars: [] };
}

function add(
  open: OpenDistribution,
  { value, exemplar }: Sample,
  { suffix, edge }: { readonly suffix: string; readonly edge: string | undefined },
): void {
  if (exemplar !== null) open.exemplars.push(exemplar);
  const at = edge === '+Inf' ? Infinity : Number(edge);
  if (suffix === '_bucket') open.buckets.push({ upTo: at, count: value });
  else if (suffix === '_sum' || suffix === '_gsum') open.sum = value;
  else if (suffix === '_count' || suffix === '_gcount') open.count = value;
  else if (suffix === '_created') open.created = value;
  else if (suffix === '' && edge !== undefined) open.quantiles.push({ quantile: at, value });
}

function without(labels: Labels, name: string): Labels {
  return new Map([...labels].filter(([label]) => label !== name));
}

/** `name{a="b",c="d"}`, which stands for a series. */
export function seriesText(name: string, labels: Labels): string {
  if (labels.size === 0) return name;
  const pairs = [...labels].map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(',')}}`;
}
