import type { JavaLevel } from '../../logging/java-levels.ts';
import type { Loggers } from '../../logging/loggers.ts';
import type { MetricNaming } from '../exposition/family-names.ts';

/** What a worker tells of itself to those who watch it. */
export interface WorkerObserver {
  /** All metrics as Prometheus reads them; in bounded time, whatever tasks do. */
  prometheusText(naming: MetricNaming): Promise<string>;
  /** At most so many of the last lines that this worker logged about a connector, or with a number about a task. */
  lastLines(connector: string, task: number | null, count: number): readonly string[];
  readonly loggers: Pick<Loggers, 'all' | 'get' | 'set'>;
  /** Has every worker set a level; `null` where there is only this one. */
  readonly setClusterLevel: ((name: string, level: JavaLevel) => Promise<void>) | null;
}
