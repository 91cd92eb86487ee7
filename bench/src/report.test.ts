import { describe, expect, it } from 'vitest';
import { formatRun, formatSummary } from './report.ts';
import type { RunResult } from './rounds.ts';
import { summarize } from './summary.ts';

const runs: readonly RunResult[] = [
  { worker: 'sluice', round: 1, measurements: { recordsPerSecond: 1_000_000, peakRssMib: 100 } },
  { worker: 'java', round: 1, measurements: { recordsPerSecond: 200_000, peakRssMib: 1300 } },
  { worker: 'sluice', round: 2, measurements: { recordsPerSecond: 1_200_000, peakRssMib: 110 } },
  { worker: 'java', round: 2, measurements: { recordsPerSecond: 200_000, peakRssMib: 1100 } },
];

describe('a summary', () => {
  it('says how many times better Sluice is, where more is better and where less is', () => {
    const summaries = summarize(runs, ['recordsPerSecond', 'peakRssMib']);
    expect(summaries.map((summary) => summary.timesBetter)).toEqual([5.5, 11.5]);
  });

  it('is a table with medians, spreads and ratios', () => {
    expect(formatSummary(summarize(runs, ['recordsPerSecond', 'peakRssMib']), ['sluice', 'java'])).toBe(
      [
        'median (lowest – highest)                             Sluice                         Java   better',
        'records/s, first to last   1,100,000 (1,000,000 – 1,200,000)  200,000 (200,000 – 200,000)   5.50 x',
        'MiB resident at the peak                     105 (100 – 110)        1,200 (1,100 – 1,300)  11.50 x',
      ].join('\n'),
    );
  });

  it('has no ratio when only one worker ran', () => {
    const javaRuns = runs.filter((run) => run.worker === 'java');
    const text = formatSummary(summarize(javaRuns, ['peakRssMib']), ['java']);
    expect(text).toBe(
      [
        'median (lowest – highest)                   Java',
        'MiB resident at the peak   1,200 (1,100 – 1,300)',
      ].join('\n'),
    );
  });
});

describe('a run', () => {
  it('is one line', () => {
    const [first] = runs;
    expect(first && formatRun(first, ['recordsPerSecond', 'peakRssMib'])).toBe(
      'round 1, Sluice: 1,000,000 records/s, first to last; 100 MiB resident at the peak',
    );
  });
});
