import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { roundDecimalToFloat32, roundTextToFloat32 } from './float32-rounding.ts';

const one = 1;
const aboveOne = 1 + 2 ** -23;

describe('rounding to 32 bits', () => {
  it('goes to the even neighbour exactly half way', () => {
    expect(roundTextToFloat32('1.000000059604644775390625')).toBe(one);
    expect(roundTextToFloat32('1.000000178813934326171875')).toBe(1 + 2 ** -22);
  });

  it('sees digits beyond those of a 64-bit number', () => {
    expect(roundTextToFloat32('1.00000005960464477539062500000001')).toBe(aboveOne);
    expect(roundTextToFloat32('1.00000005960464477539062499999999')).toBe(one);
    expect(roundTextToFloat32('-1.00000005960464477539062500000001')).toBe(-aboveOne);
  });

  it('becomes infinite from the middle between the largest number and the next', () => {
    const middle = '340282356779733661637539395458142568448';
    expect(roundTextToFloat32(middle)).toBe(Infinity);
    expect(roundTextToFloat32(`${middle.slice(0, -1)}7.99`)).toBe(Math.fround(3.402_823_5e38));
    expect(roundTextToFloat32('1e308')).toBe(Infinity);
  });

  it('keeps the smallest numbers apart from zero', () => {
    expect(roundTextToFloat32('1e-45')).toBe(2 ** -149);
    expect(roundTextToFloat32('7.0064923216240853546186479164495e-46')).toBe(0);
    expect(roundTextToFloat32('7.0064923216240853546186479164496e-46')).toBe(2 ** -149);
  });

  it('agrees with the direct way for what 64 bits hold exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        fc.pre(Number.isFinite(value));
        expect(roundDecimalToFloat32(Decimal.parse(String(value))) + 0).toBe(Math.fround(value) + 0);
      }),
    );
  });
});
