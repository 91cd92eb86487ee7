import { hostname } from 'node:os';
import type { SourceRecord, SourceTask, SourceTaskContext } from '@sluice/connect-api';
import { Wakeup } from '@sluice/connector-tasks';
import type { HostMetricsConfig } from '../config.ts';
import { metricRecord } from '../records/metric-records.ts';
import { nextScrapeMs } from '../scrape/scrape-schedule.ts';
import { hostMetrics } from './host-metrics.ts';

const pollWaitMs = 1000;

/** Looks at the machine once in every interval. */
export class HostMetricsTask implements SourceTask {
  readonly #config: HostMetricsConfig;
  readonly #context: SourceTaskContext;
  readonly #wakeup: Wakeup;
  #dueAtMs = 0;

  constructor(config: HostMetricsConfig, context: SourceTaskContext) {
    this.#config = config;
    this.#context = context;
    this.#wakeup = new Wakeup(context.signal);
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const waitMs = this.#dueAtMs - Date.now();
    if (waitMs > 0) await this.#wakeup.wait(Math.min(waitMs, pollWaitMs));
    const timestampMs = Date.now();
    if (timestampMs < this.#dueAtMs || this.#context.signal.aborted) return null;
    const { topic, job, 'interval.ms': intervalMs, 'file.systems': fileSystems } = this.#config;
    this.#dueAtMs = nextScrapeMs(timestampMs, intervalMs, 0);
    const metrics = await hostMetrics(job, fileSystems, this.#context.log);
    return metrics.map((metric) => metricRecord(metric, { topic, from: hostname(), timestampMs }));
  }

  stop(): void {
    this.#wakeup.close();
  }
}
