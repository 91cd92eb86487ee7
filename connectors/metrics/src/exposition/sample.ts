/** Labels by name, in the order of their names. */
export type Labels = ReadonlyMap<string, string>;

export type MetricType =
  'counter' | 'gauge' | 'histogram' | 'gaugehistogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** What stands beside a value to lead to the one request that it came from. */
export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  readonly timestampMs: number | null;
}

/** One line with a value. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  /** `null` where the line has none. */
  readonly timestampMs: number | null;
  readonly exemplar: Exemplar | null;
}

/** All lines of one metric. */
export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string | null;
  readonly samples: readonly Sample[];
}
