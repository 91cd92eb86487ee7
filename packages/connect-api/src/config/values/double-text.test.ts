import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDouble } from './double-text.ts';

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

/** JavaScript's text loses the sign of a negative zero. */
function decimalText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The exact hexadecimal text of a number, as Java's `Double.toHexString` shapes it. */
function hexadecimalText(value: number): string {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
  const sign = bits >> 63n === 1n ? '-' : '';
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, '0');
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${Math.max(biased, 1) - 1023}`;
}

describe('parseDouble', () => {
  it('reads back every number from its decimal text', () => {
    fc.assert(
      fc.property(double, (value) => {
        expect(parseDouble(decimalText(value))).toBe(value);
      }),
    );
  });

  it('reads back every number from its hexadecimal text', () => {
    fc.assert(
      fc.property(double, (value) => {
        expect(parseDouble(hexadecimalText(value))).toBe(value);
      }),
    );
  });

  it('rounds a long hexadecimal integer as JavaScript rounds the same bigint', () => {
    const integer = fc.bigInt({ min: 0n, max: 2n ** 200n });
    fc.assert(
      fc.property(integer, (value) => {
        expect(parseDouble(`0x${value.toString(16)}p0`)).toBe(Number(value));
      }),
    );
  });

  it('gives the same for a digit more and four powers of two less', () => {
    const parts = fc.record({
      digits: fc.bigInt({ min: 0n, max: 2n ** 90n }),
      exponent: fc.integer({ min: -1200, max: 1100 }),
    });
    fc.assert(
      fc.property(parts, ({ digits, exponent }) => {
        const text = digits.toString(16);
        expect(parseDouble(`0x${text}0p${exponent - 4}`)).toBe(parseDouble(`0x${text}p${exponent}`));
      }),
    );
  });

  it('takes suffixes on numbers only', () => {
    fc.assert(
      fc.property(double, (value) => {
        expect(parseDouble(`${decimalText(value)}d`)).toBe(value);
      }),
    );
    expect(parseDouble('NaNd')).toBeNull();
    expect(parseDouble('Infinityf')).toBeNull();
  });
});
