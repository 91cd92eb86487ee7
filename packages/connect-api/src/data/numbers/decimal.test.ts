import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, isDecimal, parseDecimal } from './decimal.ts';

const decimals = fc
  .tuple(fc.bigInt(), fc.integer({ min: -400, max: 400 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));

describe('Decimal', () => {
  it.each([
    [1250n, 2, '12.50'],
    [1n, -3, '1E+3'],
    [12n, -3, '1.2E+4'],
    [-5n, 7, '-5E-7'],
    [-5n, 6, '-0.000005'],
    [1n, 10, '1E-10'],
    [0n, 0, '0'],
    [0n, -5, '0E+5'],
    [0n, 7, '0E-7'],
    [123n, 0, '123'],
  ])('with unscaled value %d and scale %d is written %s', (unscaled, scale, text) => {
    expect(new Decimal(unscaled, scale).toString()).toBe(text);
  });

  it('reads its own text as the same number with the same scale', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        expect(Decimal.parse(decimal.toString())).toEqual(decimal);
      }),
    );
  });

  it.each(['', '.', '1e', ' 1', '1 ', '0x1', 'NaN', '--1', '1_0', '1e99999999999', '1.2.3'])(
    'does not take %j for a number',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
      expect(() => Decimal.parse(text)).toThrow(/is not a decimal number/);
    },
  );

  it('reads digits of any script, and a point at either end', () => {
    expect(Decimal.parse('-٣٤.５')).toEqual(new Decimal(-345n, 1));
    expect(Decimal.parse('+.5')).toEqual(new Decimal(5n, 1));
    expect(Decimal.parse('7.e2')).toEqual(new Decimal(7n, -2));
  });

  it('takes scales of 32 bits and no others', () => {
    expect(Decimal.parse('1e-2147483647').scale).toBe(2_147_483_647);
    expect(parseDecimal('1e-2147483648')).toBeNull();
    expect(() => new Decimal(1n, 1.5)).toThrow(/scale/);
  });

  it('tells 1.5 from 1.50, and is recognised whoever made it', () => {
    expect(new Decimal(15n, 1).equals(new Decimal(150n, 2))).toBe(false);
    expect(isDecimal(new Decimal(15n, 1))).toBe(true);
    expect(isDecimal({ unscaled: 15n, scale: 1 })).toBe(false);
  });
});
