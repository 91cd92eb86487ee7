import { metrics } from './metrics.ts';
import type { Metric, MetricName } from './metrics.ts';
import type { RunResult } from './rounds.ts';
import type { Spread } from './statistics.ts';
import type { MetricSummary } from './summary.ts';
import { formatTable } from './table.ts';
import { workers } from './workers/all-workers.ts';
import type { WorkerName } from './workers/all-workers.ts';

/** The line that is printed when a run is over. */
export function formatRun({ worker, round, measurements }: RunResult, names: readonly MetricName[]): string {
  const values = names.map(
    (name) => `${formatValue(measurements[name] ?? Number.NaN, name)} ${metrics[name].label}`,
  );
  return `round ${round}, ${workers[worker].title}: ${values.join('; ')}`;
}

/** Medians, with the lowest and the highest value, and the ratio where both workers ran. */
export function formatSummary(summaries: readonly MetricSummary[], names: readonly WorkerName[]): string {
  const both = summaries.some((summary) => summary.timesBetter !== undefined);
  const header = [
    'median (lowest – highest)',
    ...names.map((name) => workers[name].title),
    ...(both ? ['better'] : []),
  ];
  const rows = summaries.map(({ metric, workers: spreads, timesBetter }) => [
    metrics[metric].label,
    ...names.map((name) => formatSpread(spreads[name], metric)),
    ...(timesBetter === undefined ? [] : [`${timesBetter.toFixed(2)} x`]),
  ]);
  return formatTable([header, ...rows]);
}

function formatSpread(spread: Spread | undefined, name: MetricName): string {
  if (spread === undefined) return '';
  const [median, min, max] = [spread.median, spread.min, spread.max].map((value) => formatValue(value, name));
  return `${median} (${min} – ${max})`;
}

function formatValue(value: number, name: MetricName): string {
  const { fractionDigits }: Metric = metrics[name];
  return value.toLocaleString('en', {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
}
