import { expect, it } from 'vitest';
import { MemoryBudget } from './memory-budget.ts';

it('a memory budget is divided evenly among the tasks there are, for every thread that looks', () => {
  const budget = MemoryBudget.ofBytes(1200);
  const inThread = new MemoryBudget(budget.memory);
  expect(inThread.shareBytes).toBe(1200);
  const leave = budget.enter();
  expect(inThread.shareBytes).toBe(1200);
  budget.enter();
  budget.enter();
  expect(inThread.shareBytes).toBe(400);
  leave();
  leave();
  expect(inThread.shareBytes).toBe(600);
});
