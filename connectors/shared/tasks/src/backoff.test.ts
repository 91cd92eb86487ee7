import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('doubles the wait each time, up to a minute, and half of it is random', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMs(100, attempt, { random: 1 }))).toEqual([100, 200, 400, 800]);
  expect(backoffMs(100, 2, { random: 0 })).toBe(100);
  expect(backoffMs(100, 1000, { random: 1 })).toBe(60_000);
});
