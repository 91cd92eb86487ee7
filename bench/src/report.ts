import type { BarResult } from './bars.ts';
import { metrics } from './metrics.ts';
import type { Metric, MetricName } from './metrics.ts';
import type { RunResult } from './rounds.ts';
import type { ContenderName, Scenario } from './scenarios/scenario.ts';
import type { Spread } from './statistics.ts';
import type { MetricSummary } from './summary.ts';
import { formatTable } from './table.ts';

type Titles = Scenario['contenders'];

/** The line that is printed when a run is over. */
export function formatRun({ contender, round, measurements }: RunResult, scenario: Scenario): string {
  const values = scenario.metrics.map(
    (name) => `${formatValue(measurements[name] ?? Number.NaN, name)} ${metrics[name].label}`,
  );
  return `round ${round}, ${titleOf(contender, scenario.contenders)}: ${values.join('; ')}`;
}

/** Medians, with the lowest and the highest value, and how many times better Sluice was than each other one. */
export function formatSummary(summaries: readonly MetricSummary[], titles: Titles): string {
  const contenders = Object.keys(summaries[0]?.spreads ?? {}) as ContenderName[];
  const others = Object.keys(summaries[0]?.timesBetter ?? {}) as ContenderName[];
  const header = [
    'median (lowest – highest)',
    ...contenders.map((name) => titleOf(name, titles)),
    ...others.map((name) => `than ${titleOf(name, titles)}`),
  ];
  const rows = summaries.map(({ metric, spreads, timesBetter }) => [
    metrics[metric].label,
    ...contenders.map((name) => formatSpread(spreads[name], metric)),
    ...others.map((name) => `${timesBetter[name]?.toFixed(2)} x`),
  ]);
  return formatTable([header, ...rows]);
}

/** One line for each bar. */
export function formatBars(results: readonly BarResult[], titles: Titles): string {
  return results
    .map(({ bar, reached, isMet }) => {
      const { label } = metrics[bar.metric];
      const verdict = isMet ? 'reached' : 'MISSED';
      if ('timesBetterThan' in bar) {
        const other = titleOf(bar.timesBetterThan, titles);
        return `${verdict}: ${label}: ${reached.toFixed(2)} times better than ${other}, at least ${bar.atLeast}`;
      }
      const limit = formatValue('atMost' in bar ? bar.atMost : bar.reaches, bar.metric);
      const value = formatValue(reached, bar.metric);
      return `${verdict}: ${label}: ${value}, ${'atMost' in bar ? 'at most' : 'at least'} ${limit}`;
    })
    .join('\n');
}

function titleOf(contender: ContenderName, titles: Titles): string {
  return titles[contender]?.title ?? contender;
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
