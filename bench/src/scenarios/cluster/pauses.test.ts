import { describe, expect, it } from 'vitest';
import { longestGapMs } from './pauses.ts';

describe('the longest pause of a task', () => {
  const span = { fromMs: 100, toMs: 200 };

  it.each([
    ['between two records', [90, 110, 150, 190], 40],
    ['before the first one', [160, 180], 60],
    ['after the last one', [110, 120], 80],
    ['all of the time', [50, 250], 100],
  ])('is %s', (_where, moments, pauseMs) => {
    expect(longestGapMs(moments, span)).toBe(pauseMs);
  });
});
