import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OffsetTable } from './offset-table.ts';

const one = '["c",{"a":1,"b":2}]';
const same = '["c",{"b":2,"a":1}]';

function table(...stored: readonly (readonly [string, string | null])[]): OffsetTable {
  const made = new OffsetTable();
  made.load(
    stored.map(([key, value]) => ({
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
    })),
  );
  return made;
}

const formsOf = (made: OffsetTable, key: string, value: string | null): (string | null)[][] =>
  made.storedForms({ key, value }).map((form) => [String(form.key), form.value?.toString() ?? null]);

describe('offsets in memory', () => {
  it('are found and written under the bytes their partition is stored under, whatever the order of its fields', () => {
    expect(table([one, 'x']).get(same)).toBe('x');
    expect(formsOf(table([one, 'x']), same, 'y')).toEqual([[one, 'y']]);
    expect(formsOf(table(), same, 'y')).toEqual([[same, 'y']]);
  });

  it.each([
    [
      'the order asked for counts',
      {
        stored: [
          [one, 'x'],
          [same, 'y'],
        ],
        value: 'x',
        key: one,
      },
    ],
    [
      'one with an offset counts',
      {
        stored: [
          [one, null],
          [same, 'y'],
        ],
        value: 'y',
        key: same,
      },
    ],
    [
      'the order asked for counts if none has one',
      {
        stored: [
          [one, null],
          [same, null],
        ],
        value: null,
        key: one,
      },
    ],
  ] as const)('of a partition that is stored twice: %s', (_which, { stored, value, key }) => {
    const made = table(...stored);
    expect(made.get(one)).toBe(value);
    expect(formsOf(made, one, 'z')).toEqual([[key, 'z']]);
  });

  it('of a third order are those that were stored last', () => {
    const third = '["c",{"b":2,"a":1,"c":3}]';
    const variants = ['["c",{"a":1,"b":2,"c":3}]', '["c",{"c":3,"b":2,"a":1}]'] as const;
    expect(table([variants[0], 'x'], [variants[1], 'y']).get(third)).toBe('y');
    expect(table([variants[1], 'y'], [variants[0], 'x']).get(third)).toBe('x');
    expect(table([variants[0], 'x'], [variants[1], 'y'], [variants[0], 'z']).get(third)).toBe('z');
  });

  it('are all gone after a reset', () => {
    const made = table([one, 'x'], [same, 'y']);
    expect(formsOf(made, one, null)).toEqual([
      [one, null],
      [same, null],
    ]);
    made.set({ key: one, value: null });
    expect(made.get(one)).toBeNull();
    expect(made.get(same)).toBeNull();
    expect(formsOf(made, '["c",{"new":1}]', null)).toEqual([['["c",{"new":1}]', null]]);
  });

  it('are listed by connector: each partition that has one, once, but no null partition and nothing foreign', () => {
    const made = table(
      [one, 'x'],
      [same, 'y'],
      ['["c",{"p":"é"}]', 'x'],
      ['["c",{"p":"gone"}]', null],
      ['["c",null]', 'x'],
      ['["d",{"p":1}]', 'x'],
      ['["c",{"p":1},3]', 'x'],
      ['[7,{"p":1}]', 'x'],
      ['{"c":1}', 'x'],
      ['torn', 'x'],
    );
    expect(made.partitions('c')).toEqual([{ a: 1, b: 2 }, { p: 'é' }]);
    expect(made.partitions('d')).toEqual([{ p: 1 }]);
    expect(made.partitions('e')).toEqual([]);
  });

  it('are what was set last, for any history of writes by Java workers and by us', () => {
    const orders = [one, same];
    const write = fc.record({
      key: fc.constantFrom(...orders),
      value: fc.option(fc.stringMatching(/^\d$/), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(write), (writes) => {
        const made = table();
        for (const entry of writes) made.set(entry);
        const last = writes.at(-1)?.value ?? null;
        for (const key of orders) expect(made.get(key)).toBe(last);
        // One of our own writes never leaves two offsets of a partition behind.
        expect(made.entries().filter(({ value }) => value !== null).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
