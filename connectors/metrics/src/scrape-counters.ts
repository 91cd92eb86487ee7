import type { PluginMetrics } from '@sluice/connect-api';

/** What a task has counted since it started. */
export class ScrapeCounters {
  scrapes = 0;
  failed = 0;
  /** Left out because the one before had not ended, or too much waited for Kafka. */
  leftOut = 0;
  targets = 0;
  down = 0;
  queued = 0;

  register(metrics: PluginMetrics): void {
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
    gauge('scrape-targets', 'Targets that are scraped.', () => this.targets);
    gauge('scrape-targets-down', 'Targets whose last scrape failed.', () => this.down);
    gauge('scrape-queued-metrics', 'Metrics that wait to be taken.', () => this.queued);
  }
}
