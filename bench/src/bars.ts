import type { MetricName } from './metrics.ts';
import type { ContenderName } from './scenarios/scenario.ts';
import type { MetricSummary } from './summary.ts';

/** What Sluice has to reach: a number of times better than another one, or a median of its own. */
export type Bar =
  | { readonly metric: MetricName; readonly timesBetterThan: ContenderName; readonly atLeast: number }
  | { readonly metric: MetricName; readonly atMost: number }
  | { readonly metric: MetricName; readonly reaches: number };

export interface BarResult {
  readonly bar: Bar;
  readonly reached: number;
  readonly isMet: boolean;
}

/** How the bars came out; those are left out whose contenders did not run. */
export function judgeBars(bars: readonly Bar[], summaries: readonly MetricSummary[]): BarResult[] {
  return bars.flatMap((bar) => {
    const summary = summaries.find(({ metric }) => metric === bar.metric);
    const reached =
      'timesBetterThan' in bar ? summary?.timesBetter[bar.timesBetterThan] : summary?.spreads.sluice?.median;
    if (reached === undefined) return [];
    return [{ bar, reached, isMet: isMet(bar, reached) }];
  });
}

function isMet(bar: Bar, reached: number): boolean {
  if ('atMost' in bar) return reached <= bar.atMost;
  return reached >= ('reaches' in bar ? bar.reaches : bar.atLeast);
}
