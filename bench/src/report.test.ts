import { describe, expect, it } from 'vitest';
import { judgeBars } from './bars.ts';
import type { Bar } from './bars.ts';
import { formatBars, formatRun, formatSummary } from './report.ts';
import type { RunResult } from './rounds.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { summarize } from './summary.ts';

const scenario: Scenario = {
  summary: '',
  contenders: { sluice: { title: 'Sluice' }, java: { title: 'Java' }, kafkajs: { title: 'kafkajs' } },
  metrics: ['recordsPerSecond', 'peakRssMib'],
  bars: [],
  prepare: () => Promise.reject(new Error('not to be run')),
};
const { contenders } = scenario;

const runs: readonly RunResult[] = [
  { contender: 'sluice', round: 1, measurements: { recordsPerSecond: 1_000_000, peakRssMib: 100 } },
  { contender: 'java', round: 1, measurements: { recordsPerSecond: 200_000, peakRssMib: 1300 } },
  { contender: 'sluice', round: 2, measurements: { recordsPerSecond: 1_200_000, peakRssMib: 110 } },
  { contender: 'java', round: 2, measurements: { recordsPerSecond: 200_000, peakRssMib: 1100 } },
];
const third: readonly RunResult[] = [1, 2].map((round) => ({
  contender: 'kafkajs',
  round,
  measurements: { recordsPerSecond: 100_000, peakRssMib: 210 },
}));

describe('a summary', () => {
  it('says how many times better Sluice is, where more is better and where less is', () => {
    const summaries = summarize(runs, ['recordsPerSecond', 'peakRssMib']);
    expect(summaries.map((summary) => summary.timesBetter.java)).toEqual([5.5, 11.5]);
  });

  it('is a table with medians, spreads and ratios', () => {
    expect(formatSummary(summarize(runs, ['recordsPerSecond', 'peakRssMib']), contenders)).toBe(
      [
        'median (lowest – highest)                             Sluice                         Java  than Java',
        'records/s, first to last   1,100,000 (1,000,000 – 1,200,000)  200,000 (200,000 – 200,000)     5.50 x',
        'MiB resident at the peak                     105 (100 – 110)        1,200 (1,100 – 1,300)    11.50 x',
      ].join('\n'),
    );
  });

  it('compares Sluice with each of the others', () => {
    const [summary] = summarize([...runs, ...third], ['recordsPerSecond']);
    expect(summary?.timesBetter).toEqual({ java: 5.5, kafkajs: 11 });
  });

  it('has no ratio when only one ran', () => {
    const javaRuns = runs.filter((run) => run.contender === 'java');
    expect(formatSummary(summarize(javaRuns, ['peakRssMib']), contenders)).toBe(
      [
        'median (lowest – highest)                   Java',
        'MiB resident at the peak   1,200 (1,100 – 1,300)',
      ].join('\n'),
    );
  });
});

describe('a bar', () => {
  const verdict = (bar: Bar, results: readonly RunResult[] = runs): string =>
    formatBars(judgeBars([bar], summarize(results, [bar.metric])), contenders);

  it('is reached by being so many times better', () => {
    expect(verdict({ metric: 'recordsPerSecond', timesBetterThan: 'java', atLeast: 5.5 })).toBe(
      'reached: records/s, first to last: 5.50 times better than Java, at least 5.5',
    );
  });

  it('is missed by less', () => {
    expect(verdict({ metric: 'recordsPerSecond', timesBetterThan: 'java', atLeast: 5.6 })).toMatch(
      /^MISSED: /,
    );
  });

  it('may be a limit', () => {
    expect(verdict({ metric: 'peakRssMib', atMost: 105 })).toBe(
      'reached: MiB resident at the peak: 105, at most 105',
    );
    expect(verdict({ metric: 'peakRssMib', atMost: 104 })).toMatch(/^MISSED: /);
  });

  it('is not judged when the other one did not run', () => {
    expect(verdict({ metric: 'recordsPerSecond', timesBetterThan: 'kafkajs', atLeast: 5 })).toBe('');
  });
});

describe('a run', () => {
  it('is one line', () => {
    const [first] = runs;
    expect(first && formatRun(first, scenario)).toBe(
      'round 1, Sluice: 1,000,000 records/s, first to last; 100 MiB resident at the peak',
    );
  });
});
