import type { PluginMetrics } from '@sluice/connect-api';

/** What a task has counted since it started. */
export class LogCounters {
  lines = 0;
  bytes = 0;
  mismatches = 0;
  tooLong = 0;
  /** Of the logs that are followed now. */
  followed = 0;
  open = 0;
  unreadable = 0;

  register(metrics: PluginMetrics): void {
    const total = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'total', read);
    const gauge = (name: string, doc: string, read: () => number): void =>
      metrics.addMetric({ name, doc }, 'gauge', read);
    total('log-lines-total', 'Lines read.', () => this.lines);
    total('log-bytes-total', 'Bytes read; of packed files, what is in them.', () => this.bytes);
    total('log-mismatches-total', 'Events that were not of the format.', () => this.mismatches);
    total(
      'log-long-lines-total',
      'Lines that were cut off or skipped because they are too long.',
      () => this.tooLong,
    );
    gauge('log-files-followed', 'Logs that are followed.', () => this.followed);
    gauge('log-files-open', 'Files that are open.', () => this.open);
    gauge(
      'log-files-unreadable',
      'Logs that cannot be read now; the log of the task says why.',
      () => this.unreadable,
    );
  }
}
