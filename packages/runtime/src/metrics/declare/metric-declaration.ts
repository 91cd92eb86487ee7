/**
 * What a metric is about: `total` grows for ever, `rate` is per second over the windows, `avg`, `max` and `min` are
 * over the windows, `fraction` is a share between 0 and 1, `gauge` is what holds now, `text` is a word or a name.
 */
export type NumberKind = 'total' | 'rate' | 'avg' | 'max' | 'min' | 'fraction' | 'gauge';
export type MetricKind = NumberKind | 'text' | 'histogram';

/** What a number counts; `none` for numbers without a unit. */
export type MetricUnit =
  | 'attempts'
  | 'bytes'
  | 'commits'
  | 'connectors'
  | 'epoch milliseconds'
  | 'metrics'
  | 'milliseconds'
  | 'none'
  | 'partitions'
  | 'rebalances'
  | 'records'
  | 'restarts'
  | 'seconds'
  | 'share'
  | 'tasks';

export interface MetricDeclaration<K extends MetricKind = MetricKind> {
  readonly kind: K;
  readonly unit: MetricUnit;
  readonly doc: string;
}

/** One kind of thing that is measured, with all its metrics. Exposition and documentation derive from it. */
export interface MetricGroup<D extends Declarations = Declarations> {
  /** Two groups may share a name: parts of it that different sides know. */
  readonly id: string;
  /** `kafka.connect` for what Java workers have, `sluice` for what they do not. */
  readonly domain: 'kafka.connect' | 'sluice';
  /** For example `source-task-metrics`. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly doc: string;
  readonly metrics: D;
}

export type Declarations = Readonly<Record<string, MetricDeclaration>>;

/** How values are spread: how many are at most as large as each bound but larger than the bound before. */
export interface HistogramValue {
  /** One more than there are bounds: the last counts what is larger than all. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** `null`: there is no such metric here. */
export type MetricValue = number | string | HistogramValue | null;

type ValueOf<K extends MetricKind> = K extends 'text'
  ? string
  : K extends 'histogram'
    ? HistogramValue
    : number;

/** A value for every metric of a group. */
export type ValuesOf<G extends MetricGroup> = {
  readonly [N in keyof G['metrics']]: ValueOf<G['metrics'][N]['kind']> | null;
};

/** The values of one thing, as they travel between threads: in the order of the group's declarations. */
export interface GroupSample {
  readonly groupId: string;
  /** The values of the group's tags, in their order. */
  readonly tags: readonly string[];
  readonly values: readonly MetricValue[];
}

export function declareGroup<const D extends Declarations>(group: MetricGroup<D>): MetricGroup<D> {
  return group;
}

/** Takes the values of one thing; the compiler sees to it that none is missing. */
export function sampleOf<D extends Declarations>(
  group: MetricGroup<D>,
  tags: readonly string[],
  values: ValuesOf<MetricGroup<D>>,
): GroupSample {
  const byName = values as Readonly<Record<string, MetricValue>>;
  return {
    groupId: group.id,
    tags,
    values: Object.keys(group.metrics).map((name) => byName[name] as MetricValue),
  };
}

function declarer<const K extends MetricKind>(kind: K) {
  return (unit: MetricUnit, doc: string): MetricDeclaration<K> => ({ kind, unit, doc });
}

export const total = declarer('total');
export const rate = declarer('rate');
export const avg = declarer('avg');
export const max = declarer('max');
export const min = declarer('min');
export const gauge = declarer('gauge');
export const histogram = declarer('histogram');

export function fraction(doc: string): MetricDeclaration<'fraction'> {
  return { kind: 'fraction', unit: 'share', doc };
}

export function text(doc: string): MetricDeclaration<'text'> {
  return { kind: 'text', unit: 'none', doc };
}
