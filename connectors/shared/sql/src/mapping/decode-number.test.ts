import { Decimal } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalDecoder, decodeInt64, decodeInteger, decodeMoney } from './decode-number.ts';
import { Misfit } from './misfit.ts';

describe('a whole number', () => {
  it('comes out exactly, however many digits it has', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(decodeInt64(String(value))).toBe(value);
      }),
    );
  });

  it.each(['', '-', '1e3', '0x10', ' 1', '1.5', 'a'])('%j is none', (text) => {
    expect(decodeInteger(text)).toBeInstanceOf(Misfit);
    expect(decodeInt64(text)).toBeInstanceOf(Misfit);
  });

  it('beyond 64 bits is refused', () => {
    expect(decodeInt64('9223372036854775808')).toBeInstanceOf(Misfit);
    expect(decodeInt64(2n ** 63n)).toBeInstanceOf(Misfit);
  });
});

describe('a decimal', () => {
  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 40 }), (unscaled, scale) => {
        const text = new Decimal(unscaled, scale).toString();
        fc.pre(!text.includes('E'));
        expect(decimalDecoder(scale)(text)).toEqual(new Decimal(unscaled, scale));
      }),
    );
  });

  it.each([
    ['1.5', 3, 1500n],
    ['-0.50', 1, -5n],
    ['7', 2, 700n],
    ['1e3', 0, 1000n],
    ['-1.25', 2, -125n],
  ])('%s gets the scale %d', (text, scale, unscaled) => {
    expect(decimalDecoder(scale)(text)).toEqual(new Decimal(unscaled, scale));
  });

  it.each([
    ['1.25', 1],
    ['NaN', 2],
    ['', 2],
    ['1.2.3', 2],
  ])('%s of the scale %d is refused', (text, scale) => {
    expect(decimalDecoder(scale)(text)).toBeInstanceOf(Misfit);
  });
});

describe('money', () => {
  it.each([
    ['$1,234.50', 1234.5],
    ['-$1.00', -1],
    ['($0.25)', -0.25],
  ])('%s is %d', (text, amount) => {
    expect(decodeMoney(text)).toBe(amount);
  });
});
