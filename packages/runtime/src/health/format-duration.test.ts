import { expect, it } from 'vitest';
import { formatDuration } from './format-duration.ts';

it.each([
  [0, '0 ms'],
  [1999, '1999 ms'],
  [2000, '2 s'],
  [95_400, '95 s'],
  [120_000, '2 min'],
  [7_200_000, '2 h'],
])('a duration of %d ms reads %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
