import { metrics } from './metrics.ts';
import type { Metric, MetricName } from './metrics.ts';
import type { RunResult } from './rounds.ts';
import { medianRatio, spread } from './statistics.ts';
import type { Spread } from './statistics.ts';
import type { WorkerName } from './workers/all-workers.ts';

export interface MetricSummary {
  readonly metric: MetricName;
  readonly workers: Readonly<Partial<Record<WorkerName, Spread>>>;
  /** How many times better Sluice is than Java, by the median of the rounds; above 1 is better. */
  readonly timesBetter?: number;
}

export function summarize(results: readonly RunResult[], names: readonly MetricName[]): MetricSummary[] {
  return names.map((metric) => summarizeMetric(results, metric));
}

function summarizeMetric(results: readonly RunResult[], metric: MetricName): MetricSummary {
  const sluice = valuesOf(results, 'sluice', metric);
  const java = valuesOf(results, 'java', metric);
  const { better }: Metric = metrics[metric];
  return {
    metric,
    workers: {
      ...(sluice.length === 0 ? {} : { sluice: spread(sluice) }),
      ...(java.length === 0 ? {} : { java: spread(java) }),
    },
    ...(sluice.length === 0 || java.length === 0
      ? {}
      : { timesBetter: better === 'higher' ? medianRatio(sluice, java) : medianRatio(java, sluice) }),
  };
}

function valuesOf(results: readonly RunResult[], worker: WorkerName, metric: MetricName): number[] {
  return results
    .filter((result) => result.worker === worker)
    .map((result) => result.measurements[metric])
    .filter((value) => value !== undefined);
}
