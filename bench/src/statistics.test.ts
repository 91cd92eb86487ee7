import { describe, expect, it } from 'vitest';
import { median, medianRatio, spread } from './statistics.ts';

describe('the median', () => {
  it('is the middle of an odd number of values, in any order', () => {
    expect(median([30, 1, 2])).toBe(2);
  });

  it('is half way between the two in the middle of an even number', () => {
    expect(median([4, 1, 100, 2])).toBe(3);
  });

  it('compares numbers as numbers', () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  it('is not defined for no values', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('the spread', () => {
  it('is the median with the lowest and the highest value', () => {
    expect(spread([5, 3, 10])).toEqual({ median: 5, min: 3, max: 10 });
  });
});

describe('the median ratio', () => {
  it('compares the two runs of each round with each other', () => {
    expect(medianRatio([10, 40, 9], [5, 10, 3])).toBe(3);
  });

  it('does not change when the machine is slower during one round', () => {
    expect(medianRatio([10, 1, 10], [5, 0.5, 5])).toBe(2);
  });

  it('needs both runs of every round', () => {
    expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
  });
});
