import { MetricGroup } from '../metrics/metric-group.ts';
import { counter, gauge, type Metric } from '../metrics/metric.ts';

const definitions = {
  'heartbeat-total': counter('Heartbeats that were answered.'),
  'heartbeat-response-time-max': gauge(
    'The longest time until a heartbeat was answered, in ms since the start.',
  ),
  'last-heartbeat-seconds-ago': gauge('Seconds since the last heartbeat was sent; -1 before the first.'),
  'join-total': counter('Joins of the group that were answered.'),
  'join-time-max': gauge('The longest time that a join took, in ms since the start.'),
  'join-time-avg': gauge('The mean time that joins took, in ms since the start.'),
  'sync-total': counter('Syncs with the group that were answered.'),
  'sync-time-max': gauge('The longest time that a sync took, in ms since the start.'),
  'sync-time-avg': gauge('The mean time that syncs took, in ms since the start.'),
  'rebalance-total': counter('Rebalances that this member came through, however many tries that took.'),
  'rebalance-latency-total': counter('Milliseconds spent in rebalances that were come through.'),
  'rebalance-latency-max': gauge('The longest time until a rebalance was over, in ms since the start.'),
  'rebalance-latency-avg': gauge('The mean time until rebalances were over, in ms since the start.'),
  'failed-rebalance-total': counter('Tries to come through a rebalance that failed.'),
  'last-rebalance-seconds-ago': gauge('Seconds since the last rebalance was over; -1 before the first.'),
};

type Timed = 'heartbeat' | 'join' | 'sync';
const slowest = {
  heartbeat: 'heartbeat-response-time-max',
  join: 'join-time-max',
  sync: 'sync-time-max',
} as const;

/** What a member of a group counts, by the names of Kafka's own clients. */
export class MemberMetrics {
  readonly #group: MetricGroup<typeof definitions>;
  #heartbeatSentMs: number | null = null;
  #rebalanceBeganMs: number | null = null;
  #rebalanceEndedMs: number | null = null;
  readonly #longestMs = new Map<string, number>();
  readonly #spentMs: Record<Timed, number> = { heartbeat: 0, join: 0, sync: 0 };

  /** The protocol type is `consumer` or `connect`. */
  constructor(protocolType: string) {
    this.#group = new MetricGroup({ group: `${protocolType}-coordinator-metrics`, definitions });
    this.#group.read('last-heartbeat-seconds-ago', () => secondsSince(this.#heartbeatSentMs));
    for (const what of ['join', 'sync'] as const) {
      this.#group.read(`${what}-time-avg`, () =>
        mean(this.#spentMs[what], this.#group.value(`${what}-total`)),
      );
    }
    this.#group.read('rebalance-latency-avg', () =>
      mean(this.#group.value('rebalance-latency-total'), this.#group.value('rebalance-total')),
    );
    this.#group.read('last-rebalance-seconds-ago', () => secondsSince(this.#rebalanceEndedMs));
  }

  /** Counts a request when it is answered. */
  async timed<T>(what: Timed, send: () => Promise<T>): Promise<T> {
    const sentMs = performance.now();
    if (what === 'heartbeat') this.#heartbeatSentMs = sentMs;
    const answer = await send();
    this.#group.add(`${what}-total`);
    const tookMs = performance.now() - sentMs;
    this.#spentMs[what] += tookMs;
    this.#longest(slowest[what], tookMs);
    return answer;
  }

  /** A rebalance that fails and is tried again goes on. */
  rebalanceBegan(): void {
    this.#rebalanceBeganMs ??= performance.now();
  }

  rebalanceFailed(): void {
    this.#group.add('failed-rebalance-total');
  }

  rebalanceEnded(): void {
    if (this.#rebalanceBeganMs === null) return;
    this.#rebalanceEndedMs = performance.now();
    const tookMs = this.#rebalanceEndedMs - this.#rebalanceBeganMs;
    this.#rebalanceBeganMs = null;
    this.#group.add('rebalance-total');
    this.#group.add('rebalance-latency-total', tookMs);
    this.#longest('rebalance-latency-max', tookMs);
  }

  metrics(): Metric[] {
    return this.#group.metrics();
  }

  #longest(name: 'rebalance-latency-max' | (typeof slowest)[Timed], tookMs: number): void {
    const longestMs = Math.max(tookMs, this.#longestMs.get(name) ?? 0);
    this.#longestMs.set(name, longestMs);
    this.#group.set(name, longestMs);
  }
}

/** Of nothing there is no mean. */
function mean(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count;
}

function secondsSince(atMs: number | null): number {
  return atMs === null ? -1 : Math.floor((performance.now() - atMs) / 1000);
}
