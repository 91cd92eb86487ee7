import { expect, it } from 'vitest';
import { compareIds } from './entry-id.ts';

it.each([
  ['1-0', '2-0', -1],
  ['10-0', '9-5', 1],
  ['5-9', '5-10', -1],
  ['5-1', '5-1', 0],
  ['5', '5-0', 0],
  ['18446744073709551615-1', '18446744073709551615-2', -1],
])('%s is compared with %s', (one, other, expected) => {
  expect(compareIds(one, other)).toBe(expected);
});
