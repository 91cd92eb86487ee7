import { describe, expect, it } from 'vitest';
import { parseProcessStat, parseProcessStatus, readProcessMemory, readProcessStat } from './process-stat.ts';

describe('the stat file of a process', () => {
  it('gives its group and the CPU time of itself and of its ended children', () => {
    const line = '77 (java) S 1 42 42 0 -1 4194560 9 8 7 6 250 50 120 30 20 0 31 0 12345 1000 2000';
    expect(parseProcessStat(line)).toEqual({ processGroup: 42, cpuSeconds: 4.5 });
  });

  it('is read right when the name of the program looks like fields', () => {
    const line = '77 (a) S 1 9 (b) R 1 42 42 0 -1 4194560 9 8 7 6 100 0 0 0 20 0 31 0 12345 1000 2000';
    expect(parseProcessStat(line)).toEqual({ processGroup: 42, cpuSeconds: 1 });
  });
});

describe('the status file of a process', () => {
  it('gives the resident memory now and at its peak', () => {
    const text =
      'Name:\tnode\nVmPeak:\t   99 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nRssAnon:\t 5 kB\n';
    expect(parseProcessStatus(text)).toEqual({ rssBytes: 1024 ** 2, peakRssBytes: 2 * 1024 ** 2 });
  });

  it('of a process that is ending counts as no memory', () => {
    expect(parseProcessStatus('Name:\tnode\nState:\tZ (zombie)\n')).toEqual({ rssBytes: 0, peakRssBytes: 0 });
  });
});

describe('a process', () => {
  it('spends the CPU time that it reports itself', () => {
    const { user, system } = process.cpuUsage();
    expect(readProcessStat(process.pid)?.cpuSeconds).toBeCloseTo((user + system) / 1e6, 1);
  });

  it('has a peak that is not below its present memory', () => {
    const memory = readProcessMemory(process.pid);
    expect(memory?.rssBytes).toBeGreaterThan(10 * 1024 ** 2);
    expect(memory?.peakRssBytes).toBeGreaterThanOrEqual(memory?.rssBytes ?? Number.NaN);
  });

  it('that does not exist has no files', () => {
    expect(readProcessStat(2 ** 30)).toBeUndefined();
    expect(readProcessMemory(2 ** 30)).toBeUndefined();
  });
});
