import { MetricGroup } from '../metrics/metric-group.ts';
import { counter, gauge, type Metric } from '../metrics/metric.ts';

const definitions = {
  'commit-total': counter('Commits of offsets that were answered.'),
  'commit-latency-max': gauge('The longest time until a commit was answered, in ms since the start.'),
  'assigned-partitions': gauge('Partitions that are assigned to this consumer now.'),
};

/** What a consumer counts of its commits and of what it has, by the names of Kafka's own clients. */
export class CommitMetrics {
  readonly #group = new MetricGroup({ group: 'consumer-coordinator-metrics', definitions });
  #longestMs = 0;

  constructor(assignedPartitions: () => number) {
    this.#group.read('assigned-partitions', assignedPartitions);
  }

  /** Counts a commit when it is answered. */
  async timed<T>(send: () => Promise<T>): Promise<T> {
    const sentMs = performance.now();
    const answer = await send();
    this.#longestMs = Math.max(this.#longestMs, performance.now() - sentMs);
    this.#group.add('commit-total');
    this.#group.set('commit-latency-max', this.#longestMs);
    return answer;
  }

  metrics(): Metric[] {
    return this.#group.metrics();
  }
}
