import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat32, formatFloat64 } from './float-text.ts';

describe('formatFloat64', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [0.001, '0.001'],
    [0.0009, '9.0E-4'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [-12_345_678, '-1.2345678E7'],
    [1e21, '1.0E21'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [Number.MIN_VALUE, '4.9E-324'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(formatFloat64(value)).toBe(text);
  });

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(Number(formatFloat64(value))).toBe(value);
      }),
    );
  });

  it('writes what has few digits after the point like any other number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (thousandths) => {
        const value = thousandths / 1000;
        fc.pre(Math.abs(value) >= 0.001 && Math.abs(value) < 1e7);
        expect(formatFloat64(value)).toBe(Number.isInteger(value) ? `${value}.0` : String(value));
      }),
    );
    const texts = ['0.001', '-0.25', '0.1', '1.5', '100.01', '-9999999.999', '10.0'];
    expect(texts.map((text) => formatFloat64(Number(text)))).toEqual(texts);
  });

  it('is plain from 0.001 up to ten million, with an exponent outside', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7);
        expect(formatFloat64(value)).toMatch(isPlain ? /^-?\d+\.\d+$/ : /^-?\d\.\d+E-?\d+$/);
      }),
    );
  });
});

describe('formatFloat32', () => {
  it.each([
    [0.1, '0.1'],
    [-0, '-0.0'],
    [16_777_216, '1.6777216E7'],
    [1.1, '1.1'],
    [3.402_823_466_385_288_6e38, '3.4028235E38'],
    [2 ** -149, '1.4E-45'],
    [5e-5, '5.0E-5'],
    [0.015, '0.015'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(formatFloat32(value)).toBe(text);
  });

  it('finds the shortest digits of powers of two, where the nearest are not the shortest', () => {
    expect(formatFloat32(2 ** -96)).toBe('1.2621775E-29');
    expect(formatFloat32(-(2 ** 87))).toBe('-1.5474251E26');
  });

  it('reads back as the same 32-bit number', () => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        expect(Math.fround(Number(formatFloat32(value)))).toBe(value);
      }),
    );
  });
});
