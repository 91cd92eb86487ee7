import type { PluginMetrics } from '@sluice/connect-api';

/** What a task has counted since it started. */
export class WriteCounters {
  samples = 0;
  requests = 0;
  retries = 0;
  refused = 0;
  /** Samples that were there already: records that came again. */
  repeated = 0;

  register(metrics: PluginMetrics): void {
    const total = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'total', read);
    total('remote-write-samples-total', 'Samples that Prometheus took.', () => this.samples);
    total('remote-write-requests-total', 'Requests, those sent again too.', () => this.requests);
    total('remote-write-retries-total', 'Requests that were sent again.', () => this.retries);
    total('remote-write-refused-total', 'Records that Prometheus refused for good.', () => this.refused);
    total(
      'remote-write-repeated-total',
      'Records that were taken for delivered before, since Prometheus has later samples of their series.',
      () => this.repeated,
    );
  }
}
