import { describe, expect, it } from 'vitest';
import { nextScrapeMs, scrapeOffsetMs } from './scrape-schedule.ts';

describe('the times of scrapes', () => {
  it('are the same for a target, and spread over the interval for many', () => {
    const offsets = Array.from({ length: 1000 }, (_none, index) => scrapeOffsetMs(`target ${index}`, 10_000));
    expect(scrapeOffsetMs('target 7', 10_000)).toBe(offsets[7]);
    const tenths = Map.groupBy(offsets, (offset) => Math.floor(offset / 1000));
    expect([...tenths.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const ones of tenths.values()) expect(ones.length).toBeLessThan(150);
  });

  it.each([
    [1000, 1300],
    [1299, 1300],
    [1300, 2300],
    [2299, 2300],
  ])('after %i comes %i', (nowMs, nextMs) => {
    expect(nextScrapeMs(nowMs, 1000, 300)).toBe(nextMs);
  });
});
