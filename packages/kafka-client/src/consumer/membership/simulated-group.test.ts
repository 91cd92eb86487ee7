import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SimulatedGroup, type Step } from '../../../testing/simulated-group.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const pause = fc.integer({ min: 0, max: 1500 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('start' as const, 'start' as const, 'wait' as const, 'grow' as const),
    ms: pause,
  }),
  fc.record({
    kind: fc.constantFrom('leave', 'crash', 'cut', 'heal', 'enforce', 'want'),
    who: fc.nat(5),
    ms: pause,
  }) as fc.Arbitrary<Step>,
);

const strategies = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'];

describe('a simulated group', () => {
  it.each(strategies)(
    'of %s has one owner for each partition whenever it has settled, and takes nothing away that stays',
    { timeout: 120_000 },
    async (strategy) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 2, maxLength: 14 }),
          fc.constantFrom(0, 0, 2, 3),
          async (steps, throwsEvery) => {
            const advance = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
            const group = new SimulatedGroup({ strategy, throwsEvery, advance });
            group.start();
            group.start();
            for (const taken of steps) {
              group.take(taken);
              await group.pass(taken.ms);
            }
            await group.settle();
            expect(group.problems).toEqual([]);
            vi.clearAllTimers();
          },
        ),
        { numRuns: 15 },
      );
    },
  );
});
