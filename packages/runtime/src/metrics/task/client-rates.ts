import type { Metric } from '@sluice/kafka-client';
import { Windowed } from '../statistics/windowed.ts';
import type { MeterOptions } from './task-meter.ts';

interface Followed {
  readonly growth: Windowed;
  total: number;
}

/**
 * Adds the rates that Kafka's own clients have beside their totals. They are of what was counted between the times that
 * somebody looked, so whoever looks more seldom than once a window gets rates over less of the time.
 */
export class ClientRates {
  readonly #options: MeterOptions;
  readonly #followed = new Map<string, Followed>();

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  withRates(metrics: readonly Metric[]): readonly Metric[] {
    const nowMs = this.#options.nowMs();
    const rates = metrics.filter(hasRate).map((metric) => this.#rateOf(metric, nowMs));
    return [...metrics, ...rates];
  }

  #rateOf(metric: Metric, nowMs: number): Metric {
    const { group, name, tags, value, doc } = metric;
    const key = [group, name, ...Object.values(tags)].join('\n');
    const followed = this.#followed.get(key) ?? { growth: new Windowed(this.#options.windows), total: value };
    this.#followed.set(key, followed);
    if (value > followed.total) followed.growth.record(value - followed.total, nowMs);
    followed.total = value;
    const rate = followed.growth.rate(nowMs);
    const stem = name.slice(0, -'total'.length);
    const common = { group, tags, kind: 'gauge' } as const;
    if (isHourly(name))
      return { ...common, name: `${stem}rate-per-hour`, doc: `Per hour: ${doc}`, value: rate * 3600 };
    return { ...common, name: `${stem}rate`, doc: `Per second: ${doc}`, value: rate };
  }
}

/** Durations have none. */
function hasRate({ kind, name }: Metric): boolean {
  return kind === 'counter' && name.endsWith('-total') && !/-ns-total$|latency-total$/.test(name);
}

function isHourly(name: string): boolean {
  return name.endsWith('rebalance-total');
}
