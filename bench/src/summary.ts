import { metrics } from './metrics.ts';
import type { Metric, MetricName } from './metrics.ts';
import type { RunResult } from './rounds.ts';
import { medianRatio, spread } from './statistics.ts';
import type { Spread } from './statistics.ts';
import type { WorkerName } from './workers/all-workers.ts';

export interface MetricSummary {
  readonly metric: MetricName;
  readonly workers: Readonly<Partial<Record<WorkerName, Spread>>>;
  /** How many times better Sluice is than the first other worker, by the median of the rounds; above 1 is better. */
  readonly timesBetter?: number;
}

export function summarize(results: readonly RunResult[], names: readonly MetricName[]): MetricSummary[] {
  const workers = [...new Set(results.map((result) => result.worker))];
  const baseline = workers.includes('sluice') ? workers.find((worker) => worker !== 'sluice') : undefined;
  return names.map((metric) => {
    const valuesOf = (worker: WorkerName): number[] => valuesOfWorker(results, worker, metric);
    return {
      metric,
      workers: Object.fromEntries(workers.map((worker) => [worker, spread(valuesOf(worker))])),
      ...(baseline === undefined
        ? {}
        : { timesBetter: timesBetter(metric, valuesOf('sluice'), valuesOf(baseline)) }),
    };
  });
}

function timesBetter(metric: MetricName, sluice: readonly number[], baseline: readonly number[]): number {
  const { better }: Metric = metrics[metric];
  return better === 'higher' ? medianRatio(sluice, baseline) : medianRatio(baseline, sluice);
}

function valuesOfWorker(results: readonly RunResult[], worker: WorkerName, metric: MetricName): number[] {
  return results
    .filter((result) => result.worker === worker)
    .map((result) => result.measurements[metric])
    .filter((value) => value !== undefined);
}
