/** A counter only grows; a gauge is what holds now. */
export type MetricKind = 'counter' | 'gauge';

export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly doc: string;
}

/** One figure of a client, by the group and the name that Kafka's own clients use. Units are in the name. */
export interface Metric extends MetricDefinition {
  /** For example `producer-metrics`. */
  readonly group: string;
  /** For example `record-send-total`. */
  readonly name: string;
  /** For example `topic` and `partition`; none for the client as a whole. */
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The metrics of one group, by name. */
export type MetricDefinitions = Readonly<Record<string, MetricDefinition>>;

export function counter(doc: string): MetricDefinition {
  return { kind: 'counter', doc };
}

export function gauge(doc: string): MetricDefinition {
  return { kind: 'gauge', doc };
}
