import { describe, expect, it } from 'vitest';
import { numberTypeOf, plainNumber, TypedNumber } from './typed-number.ts';

describe('TypedNumber', () => {
  it('keeps what a plain number cannot say', () => {
    const one = new TypedNumber('FLOAT64', 1);
    expect(numberTypeOf(one)).toBe('FLOAT64');
    expect(plainNumber(one)).toBe(1);
    expect(one.equals(new TypedNumber('FLOAT64', 1))).toBe(true);
    expect(one.equals(new TypedNumber('INT8', 1))).toBe(false);
  });

  it('holds INT64 as bigint and FLOAT32 in 32 bits', () => {
    expect(new TypedNumber('INT64', 5).value).toBe(5n);
    expect(new TypedNumber('FLOAT32', 0.1).value).toBe(Math.fround(0.1));
  });

  it.each([
    ['INT8', 128],
    ['INT16', -32_769],
    ['INT32', 1.5],
    ['INT64', 2n ** 63n],
    ['INT64', 2 ** 53],
    ['FLOAT32', 1e39],
    ['FLOAT64', 1n],
  ] as const)('refuses what is no %s: %s', (type, value) => {
    expect(() => new TypedNumber(type, value)).toThrow(`${value} is not a number of type ${type}`);
  });
});

describe('numberTypeOf', () => {
  it.each([
    [5, 'INT64'],
    [5n, 'INT64'],
    [1.5, 'FLOAT64'],
    [-0, 'FLOAT64'],
    [Number.NaN, 'FLOAT64'],
    [1e20, 'FLOAT64'],
    ['5', null],
    [null, null],
  ])('takes %s for %s', (value, type) => {
    expect(numberTypeOf(value)).toBe(type);
  });
});
