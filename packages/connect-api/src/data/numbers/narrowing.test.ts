import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { decimalToInt64, float64ToInt64, int64ToFloat32 } from './narrowing.ts';

describe('narrowing', () => {
  it('cuts fractions off, stops at the limits of 64 bits and takes NaN for 0', () => {
    expect(float64ToInt64(-1.9)).toBe(-1n);
    expect(float64ToInt64(1e30)).toBe(2n ** 63n - 1n);
    expect(float64ToInt64(-Infinity)).toBe(-(2n ** 63n));
    expect(float64ToInt64(Number.NaN)).toBe(0n);
  });

  it.each([
    [3007n, 1, 300n],
    [-19n, 1, -1n],
    [5n, 3, 0n],
    [2n ** 64n + 7n, 0, 7n],
    [1n, -3, 1000n],
    [7n, -64, 0n],
    [3n, -2_000_000_000, 0n],
    [3n, 2_000_000_000, 0n],
  ])('keeps the low 64 bits of %d with scale %d: %d', (unscaled, scale, narrowed) => {
    expect(decimalToInt64(new Decimal(unscaled, scale))).toBe(narrowed);
  });

  it('rounds 64-bit integers to 32-bit floating point once', () => {
    // Rounded to 64 bits first, this would land half way and go down.
    expect(int64ToFloat32(2n ** 60n + 2n ** 36n + 1n)).toBe(2 ** 60 + 2 ** 37);
    expect(int64ToFloat32(-(2n ** 60n) - 2n ** 36n - 1n)).toBe(-(2 ** 60) - 2 ** 37);
    expect(int64ToFloat32(2n ** 60n + 2n ** 36n)).toBe(2 ** 60);
    expect(int64ToFloat32(16_777_217n)).toBe(16_777_216);
  });
});
