import { expect, it } from 'vitest';
import { retryWaitMs } from './retry-wait.ts';

it.each([
  { tries: 1, maxMs: 60_000, waitMs: 300 },
  { tries: 2, maxMs: 60_000, waitMs: 600 },
  { tries: 8, maxMs: 60_000, waitMs: 38_400 },
  { tries: 9, maxMs: 60_000, waitMs: 15_000 },
  { tries: 5000, maxMs: 60_000, waitMs: 15_000 },
  { tries: 1, maxMs: 300, waitMs: 300 },
  { tries: 1, maxMs: 200, waitMs: 50 },
  { tries: 1, maxMs: 0, waitMs: 0 },
  { tries: 1, maxMs: -1, waitMs: 0 },
])('after $tries tries, $waitMs ms of at most $maxMs', ({ tries, maxMs, waitMs }) => {
  expect(retryWaitMs(tries, maxMs, () => 0.25)).toBe(waitMs);
});
