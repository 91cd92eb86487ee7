import type { PluginMetrics } from '@sluice/connect-api';

/** What a sink task counts. */
export class SinkCounts {
  commands = 0;
  refused = 0;
  retries = 0;

  register(metrics: PluginMetrics): void {
    const total = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'total', read);
    total('commands-total', 'Commands that Redis carried out.', () => this.commands);
    total(
      'records-refused-total',
      'Records that Redis refused, or no command could be made of.',
      () => this.refused,
    );
    total('command-retries-total', 'Times that commands had to be sent again.', () => this.retries);
  }
}
