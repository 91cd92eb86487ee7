import type { PluginLogger, PluginMetrics } from '@sluice/connect-api';

/** How often a run of retries is logged. */
const quietMs = 10_000;

/** What a task counts, and shows as metrics. */
export class WriterCounts {
  documents = 0;
  requests = 0;
  retries = 0;
  conflicts = 0;
  refused = 0;
  /** Set by what knows. */
  buffered: () => { readonly records: number; readonly bytes: number } = () => ({ records: 0, bytes: 0 });
  readonly #log: PluginLogger;
  #loggedAtMs = -Infinity;

  constructor(log: PluginLogger) {
    this.#log = log;
  }

  retried(count: number, reason: string): void {
    this.retries += count;
    const nowMs = performance.now();
    if (nowMs - this.#loggedAtMs < quietMs) return;
    this.#loggedAtMs = nowMs;
    this.#log.warn({ documents: count, reason }, 'Documents were not taken for now; sending them again');
  }

  register(metrics: PluginMetrics): void {
    const total = (name: string, doc: string, read: () => number) =>
      metrics.addMetric({ name, doc }, 'total', read);
    total('documents-total', 'Documents that were written or deleted.', () => this.documents);
    total('bulk-requests-total', 'Bulk requests that were sent.', () => this.requests);
    total('document-retries-total', 'How often documents were sent again.', () => this.retries);
    total('version-conflicts-total', 'Records that were older than their documents.', () => this.conflicts);
    total('documents-refused-total', 'Documents that were refused for good.', () => this.refused);
    const gauge = (name: string, doc: string, read: () => number) =>
      metrics.addMetric({ name, doc }, 'gauge', read);
    gauge('buffered-records', 'Records that wait or are under way.', () => this.buffered().records);
    gauge('buffered-bytes', 'Bytes of documents that wait or are under way.', () => this.buffered().bytes);
  }
}
