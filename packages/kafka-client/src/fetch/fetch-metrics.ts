import { counter, gauge, type Metric } from '../metrics/metric.ts';
import { MetricGroup } from '../metrics/metric-group.ts';
import type { Assignment } from './state/assignment.ts';
import type { PartitionState } from './state/partition-state.ts';

const group = 'consumer-fetch-manager-metrics';

const definitions = {
  'fetch-total': counter('Fetch requests that were answered.'),
  'fetch-latency-avg': gauge('Mean time in milliseconds between a fetch request and its answer.'),
  'fetch-latency-max': gauge('Longest time in milliseconds between a fetch request and its answer.'),
  'fetch-size-avg': gauge('Mean bytes of records in an answer.'),
  'fetch-size-max': gauge('Most bytes of records in an answer.'),
  'fetch-throttle-time-avg': gauge('Mean time in milliseconds that brokers held an answer back.'),
  'fetch-throttle-time-max': gauge('Longest time in milliseconds that a broker held an answer back.'),
  'bytes-consumed-total': counter('Bytes of the record batches that were handed out, as received.'),
  'records-consumed-total': counter('Records that were handed out.'),
  'records-per-request-avg': gauge('Mean number of records handed out for each answer.'),
  'fetch-memory-used-bytes': gauge('Memory of what was fetched ahead; not a figure of Kafka’s own.'),
  'fetch-memory-limit-bytes': gauge(
    'The bound of fetch.max.bytes, or of the program if that is less; not a figure of Kafka’s own.',
  ),
  'records-lag-max': gauge('Most records of any partition that are there and not handed out yet.'),
  'records-lead-min': gauge('Least offsets of any partition between the start of its log and the position.'),
} as const;

const partitionDefinitions = {
  'records-lag': gauge('Records that are there and not handed out yet.'),
  'records-lead': gauge('Offsets between the start of the log and the position.'),
  'preferred-read-replica': gauge('Node read from in place of the leader; -1 for none.'),
} as const;

/** What was fetched ahead, and how much that may be. */
export interface FetchBudget {
  readonly memory: { readonly usedBytes: number };
  readonly limitBytes: () => number;
}

export interface FetchFigures {
  readonly bytes: number;
  readonly latencyMs: number;
  readonly throttleMs: number;
}

/** What a consumer counts of its fetching. Means and extremes are over its whole life. */
export class FetchMetrics {
  readonly #assignment: Assignment;
  readonly #group = new MetricGroup({ group, definitions });
  readonly #latency = new Summary();
  readonly #size = new Summary();
  readonly #throttle = new Summary();
  #recordCount = 0;

  constructor(assignment: Assignment, { memory, limitBytes }: FetchBudget) {
    this.#assignment = assignment;
    this.#group.read('fetch-memory-used-bytes', () => memory.usedBytes);
    this.#group.read('fetch-memory-limit-bytes', limitBytes);
    this.#group.read('fetch-latency-avg', () => this.#latency.mean);
    this.#group.read('fetch-latency-max', () => this.#latency.max);
    this.#group.read('fetch-size-avg', () => this.#size.mean);
    this.#group.read('fetch-size-max', () => this.#size.max);
    this.#group.read('fetch-throttle-time-avg', () => this.#throttle.mean);
    this.#group.read('fetch-throttle-time-max', () => this.#throttle.max);
    this.#group.read('records-per-request-avg', () => this.#recordCount / Math.max(1, this.#size.count));
    this.#group.read('records-lag-max', () => Math.max(-1, ...this.#known(({ lag }) => lag)));
    this.#group.read('records-lead-min', () => Math.min(...this.#known(({ lead }) => lead)));
  }

  answered({ bytes, latencyMs, throttleMs }: FetchFigures): void {
    this.#group.add('fetch-total');
    this.#size.add(bytes);
    this.#latency.add(latencyMs);
    this.#throttle.add(throttleMs);
  }

  consumed(records: number, bytes: number): void {
    this.#recordCount += records;
    this.#group.add('records-consumed-total', records);
    this.#group.add('bytes-consumed-total', bytes);
  }

  metrics(): Metric[] {
    return [...this.#group.metrics(), ...[...this.#assignment.states()].flatMap(partitionMetrics)];
  }

  #known(figureOf: (state: PartitionState) => number | null): number[] {
    return [...this.#assignment.states()].map(figureOf).filter((figure) => figure !== null);
  }
}

function partitionMetrics({ topic, partition, lag, lead, source }: PartitionState): Metric[] {
  const tags = { topic, partition: String(partition) };
  const figures = new MetricGroup({ group, definitions: partitionDefinitions, tags });
  figures.set('records-lag', lag ?? Number.NaN);
  figures.set('records-lead', lead ?? Number.NaN);
  figures.set('preferred-read-replica', source.replica ?? -1);
  return figures.metrics();
}

class Summary {
  #count = 0;
  #total = 0;
  #max = 0;

  add(value: number): void {
    this.#count += 1;
    this.#total += value;
    this.#max = Math.max(this.#max, value);
  }

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** 0 without any value. */
  get mean(): number {
    return this.#total / Math.max(1, this.#count);
  }
}
