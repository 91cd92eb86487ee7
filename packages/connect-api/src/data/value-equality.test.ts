import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryData } from '../../testing/arbitrary-data.ts';
import { readValue, writeValue } from '../../testing/vector-notation.ts';
import { Decimal } from './numbers/decimal.ts';
import { TypedNumber } from './numbers/typed-number.ts';
import { valueEquals } from './value-equality.ts';

describe('valueEquals', () => {
  it('holds between a value and what is read from its notation', () => {
    fc.assert(
      fc.property(arbitraryData(), ({ schema, value }) => {
        expect(valueEquals(value, readValue(writeValue(value, schema), schema))).toBe(true);
      }),
    );
  });

  it.each([
    [1, 1n, true],
    [1, new TypedNumber('INT64', 1), true],
    [1, new TypedNumber('INT8', 1), false],
    [new TypedNumber('INT8', 1), new TypedNumber('INT8', 1), true],
    [1.5, 1.5, true],
    [0, -0, false],
    [Number.NaN, Number.NaN, true],
    [1, '1', false],
    [null, undefined, false],
    [null, 0, false],
    [Buffer.from([1]), Uint8Array.of(1), true],
    [Buffer.from([1]), [1], false],
    [new Date(5), new Date(5), true],
    [new Date(5), 5, false],
    [new Decimal(15n, 1), new Decimal(150n, 2), false],
    [[1, [2]], [1, [2]], true],
    [[1], [1, 2], false],
  ])('of %o and %o is %s', (a, b, expected) => {
    expect(valueEquals(a, b)).toBe(expected);
    expect(valueEquals(b, a)).toBe(expected);
  });

  it('compares maps without order, their keys by content', () => {
    const a = new Map<unknown, unknown>([
      [[1, 2], 'x'],
      [new Date(5), 'y'],
      ['k', null],
    ]);
    const b = new Map<unknown, unknown>([
      ['k', null],
      [new Date(5), 'y'],
      [[1, 2], 'x'],
    ]);
    expect(valueEquals(a, b)).toBe(true);
    expect(valueEquals(a, new Map([...b].with(2, [[1, 3], 'x'])))).toBe(false);
    expect(valueEquals(a, new Map([...b].with(1, [new Date(5), 'z'])))).toBe(false);
    expect(valueEquals(new Map([['k', null]]), new Map([['j', null]]))).toBe(false);
  });

  it('finds keys by content in large maps without comparing each with each', () => {
    const entries = Array.from({ length: 20_000 }, (_, index): [Date, number] => [new Date(index), index]);
    const copy = entries.map(([key, value]): [Date, number] => [new Date(key), value]).reverse();
    const start = performance.now();
    expect(valueEquals(new Map(entries), new Map(copy))).toBe(true);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
