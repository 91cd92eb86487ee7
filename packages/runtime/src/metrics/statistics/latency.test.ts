import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyBoundsMs } from '../groups/own-groups.ts';
import { defaultWindows } from './window-options.ts';
import { Latency } from './latency.ts';

const epochMs = 1_800_000_000_000;
const itself = (stamp: number | null): number | null => stamp;

function latencyOf(...batches: readonly (readonly (number | null)[])[]): Latency {
  const latency = new Latency(defaultWindows, latencyBoundsMs.length);
  for (const batch of batches) latency.record(batch, itself, { epochMs, nowMs: 1 });
  return latency;
}

/** How many of these ages each bound takes, one by one. */
function expectedCounts(ages: readonly number[]): number[] {
  const counts = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
  for (const age of ages) {
    const found = latencyBoundsMs.findIndex((bound) => age <= bound);
    counts[found === -1 ? latencyBoundsMs.length : found]! += 1;
  }
  return counts;
}

describe('the latency of records', () => {
  it('is counted in the bucket of each record, however batches mix', () => {
    const age = fc.oneof(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 0, max: 2 ** 23 }));
    fc.assert(
      fc.property(fc.array(fc.array(age, { minLength: 1, maxLength: 8 }), { maxLength: 5 }), (batches) => {
        const latency = latencyOf(...batches.map((ages) => ages.map((each) => epochMs - each)));
        expect(latency.histogram().counts).toEqual(expectedCounts(batches.flat()));
        expect(latency.histogram().sum).toBe(batches.flat().reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('has a longest time and the mean of the batches', () => {
    const latency = latencyOf([epochMs - 100, epochMs - 300], [epochMs - 40]);
    expect([latency.maxMs(2), latency.avgMs(2)]).toEqual([300, 120]);
    expect([latency.maxMs(1e9), latency.avgMs(1e9)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('leaves out records without a timestamp', () => {
    const latency = latencyOf([null, -1], [null, epochMs - 7]);
    expect(latency.histogram()).toEqual({ counts: expectedCounts([7]), sum: 7 });
    expect(latency.maxMs(2)).toBe(7);
  });
});
