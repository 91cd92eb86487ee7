import { describe, expect, it } from 'vitest';
import { Fraction } from './fraction.ts';

describe('a fraction', () => {
  it('is the share of the attempts in the windows, and 0 without any', () => {
    const fraction = new Fraction({ windowMs: 1000, windows: 2 });
    expect([fraction.success(0), fraction.failure(0)]).toEqual([0, 0]);
    for (const success of [true, true, true, false]) fraction.record(success, 10);
    expect([fraction.success(20), fraction.failure(20)]).toEqual([0.75, 0.25]);
    expect([fraction.success(5000), fraction.failure(5000)]).toEqual([0, 0]);
  });
});
