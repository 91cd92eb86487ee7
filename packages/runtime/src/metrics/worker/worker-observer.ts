import type { MetricNaming } from '../exposition/family-names.ts';

/** What a worker tells of itself to those who watch it. */
export interface WorkerObserver {
  /** All metrics as Prometheus reads them; in bounded time, whatever tasks do. */
  prometheusText(naming: MetricNaming): Promise<string>;
}
