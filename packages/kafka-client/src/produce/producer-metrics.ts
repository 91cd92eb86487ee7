import { MetricGroup } from '../metrics/metric-group.ts';
import { counter, gauge, type Metric } from '../metrics/metric.ts';

const clientDefinitions = {
  'record-send-total': counter('Records sent, those sent again included.'),
  'record-retry-total': counter('Records that had to be sent again.'),
  'record-error-total': counter('Records that were not delivered.'),
  'batch-split-total': counter('Batches that were split because a broker found them too large.'),
  'requests-in-flight': gauge('Produce requests that are not answered yet.'),
  'buffer-total-bytes': gauge('The bound of buffer.memory.'),
  'buffer-available-bytes': gauge('What is left of buffer.memory.'),
  'buffer-exhausted-total': counter('Waits for buffer.memory that max.block.ms ended.'),
  'bufferpool-wait-time-ns-total': counter('Time spent waiting for buffer.memory.'),
  'flush-time-ns-total': counter('Time spent in flush.'),
  'txn-init-time-ns-total': counter('Time spent in initTransactions.'),
  'txn-begin-time-ns-total': counter('Time spent in beginTransaction.'),
  'txn-send-offsets-time-ns-total': counter('Time spent in sendOffsetsToTransaction.'),
  'txn-commit-time-ns-total': counter('Time spent in commitTransaction.'),
  'txn-abort-time-ns-total': counter('Time spent in abortTransaction.'),
} as const;

const topicDefinitions = {
  'record-send-total': clientDefinitions['record-send-total'],
  'byte-total': counter('Bytes of the batches sent, those sent again included.'),
  'record-retry-total': clientDefinitions['record-retry-total'],
  'record-error-total': clientDefinitions['record-error-total'],
} as const;

/** The durations that are counted. */
export type TimedName = Extract<keyof typeof clientDefinitions, `${string}-time-ns-total`>;

const nanosecondsPerMs = 1_000_000;

/** What a producer counts of itself: once a batch, a request or a call. */
export class ProducerMetrics {
  readonly client = new MetricGroup({ group: 'producer-metrics', definitions: clientDefinitions });
  readonly #topics = new Map<string, MetricGroup<typeof topicDefinitions>>();

  sent(topic: string, records: number, bytes: number): void {
    this.client.add('record-send-total', records);
    this.#topic(topic).add('record-send-total', records);
    this.#topic(topic).add('byte-total', bytes);
  }

  retried(topic: string, records: number): void {
    this.client.add('record-retry-total', records);
    this.#topic(topic).add('record-retry-total', records);
  }

  failed(topic: string, records: number): void {
    this.client.add('record-error-total', records);
    this.#topic(topic).add('record-error-total', records);
  }

  /** Counts how long something takes, whether it succeeds or not. */
  async time<T>(name: TimedName, run: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      return await run();
    } finally {
      this.took(name, startedMs);
    }
  }

  /** Counts what began at this moment of the monotonic clock. */
  took(name: TimedName, startedMs: number): void {
    this.client.add(name, Math.round((performance.now() - startedMs) * nanosecondsPerMs));
  }

  metrics(): Metric[] {
    return [this.client, ...this.#topics.values()].flatMap((group) => group.metrics());
  }

  #topic(topic: string): MetricGroup<typeof topicDefinitions> {
    let group = this.#topics.get(topic);
    if (group === undefined) {
      group = new MetricGroup({
        group: 'producer-topic-metrics',
        definitions: topicDefinitions,
        tags: { topic },
      });
      this.#topics.set(topic, group);
    }
    return group;
  }
}
