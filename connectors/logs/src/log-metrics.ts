import type { PluginMetrics } from '@sluice/connect-api';
import type { LogCounters } from './log-counters.ts';
import type { LogSet } from './log-set.ts';

/** Has shown what a task counts, and how its logs are whenever somebody looks. */
export function showLogMetrics(metrics: PluginMetrics, counters: LogCounters, logs: LogSet): void {
  const total = (name: string, doc: string, read: () => number): void =>
    metrics.addMetric({ name, doc }, 'total', read);
  const gauge = (name: string, doc: string, read: () => number): void =>
    metrics.addMetric({ name, doc }, 'gauge', read);
  total('log-lines-total', 'Lines read.', () => counters.lines);
  total('log-bytes-total', 'Bytes read; of packed files, what is in them.', () => counters.bytes);
  total('log-mismatches-total', 'Events that were not of the format.', () => counters.mismatches);
  total(
    'log-long-lines-total',
    'Lines that were cut off or skipped because they are too long.',
    () => counters.tooLong,
  );
  gauge('log-files-followed', 'Logs that are followed.', () => logs.followedCount);
  gauge('log-files-open', 'Files that are open.', () => logs.openCount);
  gauge(
    'log-files-unreadable',
    'Logs that cannot be read now; the log of the task says why.',
    () => logs.unreadableCount,
  );
}
