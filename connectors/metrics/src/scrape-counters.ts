import type { PluginMetrics } from '@sluice/connect-api';

/** What is so at the moment. */
export interface ScrapeGauges {
  readonly targetCount: () => number;
  readonly downCount: () => number;
  readonly queuedCount: () => number;
}

/** What a task has counted since it started. */
export class ScrapeCounters {
  scrapes = 0;
  failed = 0;
  /** Left out because the one before had not ended, or too much waited for Kafka. */
  leftOut = 0;

  /** @param now - what is so when somebody looks. */
  register(metrics: PluginMetrics, now: ScrapeGauges): void {
    const total = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'total', read);
    const gauge = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'gauge', read);
    total('scrapes-total', 'Scrapes that ended.', () => this.scrapes);
    total('scrapes-failed-total', 'Scrapes that brought no metrics.', () => this.failed);
    total(
      'scrapes-left-out-total',
      'Scrapes that were due and not begun: the one before went on, or Kafka was too slow.',
      () => this.leftOut,
    );
    gauge('scrape-targets', 'Targets that are scraped.', () => now.targetCount());
    gauge('scrape-targets-down', 'Targets whose last scrape failed.', () => now.downCount());
    gauge('scrape-queued-metrics', 'Metrics that wait to be taken.', () => now.queuedCount());
  }
}
