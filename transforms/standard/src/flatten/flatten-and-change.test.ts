import type { ConnectRecord, Transformation } from '@sluice/connect-api';
import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  record as fields,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { make, recordOf } from '../../testing/apply.ts';

type Tree = number | null | Date | { readonly [name: string]: Tree };

const names = constantFrom('a', 'b', 'c', 'a_b', 'd');
const { tree } = letrec<{ tree: Tree }>((tie) => ({
  tree: oneof(
    { depthSize: 'small' },
    { arbitrary: integer(), weight: 20 },
    { arbitrary: constant(null), weight: 1 },
    { arbitrary: constant(new Date(0)), weight: 1 },
    { arbitrary: dictionary(names, tie('tree'), { maxKeys: 4 }), weight: 6 },
  ),
}));
const renames = array(fields({ from: names, to: names }), { minLength: 1, maxLength: 2 }).map((pairs) =>
  pairs.map(({ from, to }) => `${from}:${to}`).join(','),
);
const someNames = array(names, { maxLength: 2 }).map((list) => list.join(','));
const following = array(
  oneof(
    fields({ renames }).map((config) => make('ReplaceField$Value', config)),
    fields({ exclude: someNames, include: someNames, renames }).map((config) =>
      make('ReplaceField$Value', config),
    ),
    names.map((field) => make('InsertField$Value', { 'static.field': field, 'static.value': 'fixed' })),
    constant(make('InsertField$Value', { 'topic.field': 'topic', 'offset.field': 'offset' })),
  ),
  { minLength: 1, maxLength: 4 },
);

function toMap(value: Tree): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return new Map(Object.entries(value).map(([name, inner]) => [name, toMap(inner)]));
}

/** The entries in order, or what was thrown. */
function outcome(act: () => ConnectRecord | null): unknown {
  try {
    const { value } = act() as ConnectRecord;
    return [...(value as Map<unknown, unknown>)];
  } catch (error) {
    return error;
  }
}

function oneByOne(record: ConnectRecord, transformations: readonly Transformation[]): ConnectRecord | null {
  return transformations.reduce<ConnectRecord | null>(
    (current, transformation) => (current === null ? null : transformation.apply(current)),
    record,
  );
}

const flatten = make('Flatten$Value', { delimiter: '_' });
const insert = make('InsertField$Value', { 'static.field': 'origin', 'static.value': 'here' });
const replace = make('ReplaceField$Value', { exclude: 'active', renames: 'user_name:customer,origin:from' });

function nested(): Map<string, unknown> {
  return new Map<string, unknown>([
    ['id', 1],
    ['user', new Map([['name', 'x']])],
    ['active', true],
    ['note', null],
  ]);
}

describe('Flatten with what follows it', () => {
  it('makes in one go what they make one after the other, in the same order, or leaves it to them', () => {
    assert(
      property(dictionary(names, tree, { minKeys: 1, maxKeys: 5 }), following, (value, after) => {
        const join = flatten.joinWith?.(after);
        expect(join?.joined).toBe(after.length);
        const record = recordOf(toMap(value));
        const joined = join?.apply(record) ?? null;
        if (joined === null) return;
        expect(outcome(() => joined)).toEqual(outcome(() => oneByOne(record, [flatten, ...after])));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves it to them only where names meet or something fails', () => {
    const join = flatten.joinWith?.([insert, replace]);
    assert(
      property(dictionary(names, integer()), (value) => {
        expect(join?.apply(recordOf(toMap(value)))).not.toBeNull();
      }),
    );
    expect(join?.apply(recordOf(new Map([['origin', 1]])))).toBeNull();
    expect(join?.apply(recordOf(new Map([['active', new Date(0)]])))).toBeNull();
  });

  it('flattens, leaves out, renames and adds', () => {
    const record = recordOf(nested());
    const result = flatten.joinWith?.([insert, replace])?.apply(record) ?? null;
    expect(outcome(() => result)).toEqual([
      ['id', 1],
      ['customer', 'x'],
      ['note', null],
      ['from', 'here'],
    ]);
    expect(record.value).toEqual(nested());
  });

  it('knows no way where nothing follows that it can take in, or only in the other half of the record', () => {
    expect(flatten.joinWith?.([])).toBeNull();
    expect(flatten.joinWith?.([make('ReplaceField$Key', { exclude: 'a' })])).toBeNull();
    expect(flatten.joinWith?.([make('MaskField$Value', { fields: 'a' }), replace])).toBeNull();
    expect(flatten.joinWith?.([insert, make('Cast$Value', { spec: 'a:int8' })])?.joined).toBe(1);
  });

  it('leaves it to them where a value has a schema, or is no map', () => {
    const join = flatten.joinWith?.([insert]);
    expect(join?.apply(recordOf('text'))).toBeNull();
    expect(join?.apply(recordOf(null))).toBeNull();
  });
});
