import { metrics } from './metrics.ts';
import type { Metric, MetricName } from './metrics.ts';
import type { RunResult } from './rounds.ts';
import type { ContenderName } from './scenarios/scenario.ts';
import { medianRatio, spread } from './statistics.ts';
import type { Spread } from './statistics.ts';

export interface MetricSummary {
  readonly metric: MetricName;
  readonly spreads: Readonly<Partial<Record<ContenderName, Spread>>>;
  /** How many times better Sluice is than each other one, by the median of the rounds; above 1 is better. */
  readonly timesBetter: Readonly<Partial<Record<ContenderName, number>>>;
}

export function summarize(results: readonly RunResult[], names: readonly MetricName[]): MetricSummary[] {
  const contenders = [...new Set(results.map((result) => result.contender))];
  const others = contenders.includes('sluice') ? contenders.filter((name) => name !== 'sluice') : [];
  return names.map((metric) => {
    const valuesOf = (contender: ContenderName): number[] => valuesOfContender(results, contender, metric);
    const spreads = contenders.map((name) => [name, spread(valuesOf(name))] as const);
    const ratios = others.map(
      (name) => [name, timesBetter(metric, valuesOf('sluice'), valuesOf(name))] as const,
    );
    return { metric, spreads: Object.fromEntries(spreads), timesBetter: Object.fromEntries(ratios) };
  });
}

function timesBetter(metric: MetricName, sluice: readonly number[], other: readonly number[]): number {
  const { better }: Metric = metrics[metric];
  return better === 'higher' ? medianRatio(sluice, other) : medianRatio(other, sluice);
}

function valuesOfContender(
  results: readonly RunResult[],
  contender: ContenderName,
  metric: MetricName,
): number[] {
  return results
    .filter((result) => result.contender === contender)
    .map((result) => result.measurements[metric])
    .filter((value) => value !== undefined);
}
