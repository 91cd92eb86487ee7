import { expect, it } from 'vitest';
import { memoryOfMachine, recordMemoryLimitBytes, threadHeapLimitMib } from './memory-limits.ts';

const gib = 1_073_741_824;

it.each([
  ['half of what there is', 0, gib, 512],
  ['no more than 4 GiB of a large machine', 0, 64 * gib, 4096],
  ['what it is configured with', 200 * 1_048_576, gib, 200],
])('a thread may use for its heap %s', (...[, configured, available, limit]) => {
  expect(threadHeapLimitMib(configured, available)).toBe(limit);
});

it('records may take up a quarter of what there is, or what is configured', () => {
  expect(recordMemoryLimitBytes(0, gib)).toBe(gib / 4);
  expect(recordMemoryLimitBytes(5000, gib)).toBe(5000);
});

it('the memory of the machine is a number of bytes that can be', () => {
  expect(memoryOfMachine()).toBeGreaterThan(2 ** 28);
  expect(memoryOfMachine()).toBeLessThan(2 ** 50);
});
