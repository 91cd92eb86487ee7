import { DeferredMap, SinkRecord, withoutDeferral, type ConnectRecord } from '@sluice/connect-api';
import { DeferredTree } from '@sluice/connect-api/deferred-tree';
import { assert, constant, constantFrom, dictionary, integer, letrec, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { make, oneByOne, recordOf } from '../../testing/apply.ts';
import { changesOfNames } from '../../testing/arbitrary-changes.ts';

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
const following = changesOfNames(names);

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

  it('makes the same of a map that is not made yet, which then stays so', () => {
    assert(
      property(dictionary(names, tree, { minKeys: 1, maxKeys: 5 }), following, (value, after) => {
        const join = flatten.joinWith?.(after);
        const ofMap = join?.apply(recordOf(toMap(value))) ?? null;
        const ofDeferred =
          join?.apply(recordOf(new DeferredTree(toMap(value) as Map<string, unknown>))) ?? null;
        // Dates are no scalars: there are none in maps that are not made yet.
        if (JSON.stringify(value).includes('Z"')) return;
        expect(ofDeferred === null).toBe(ofMap === null);
        if (ofMap === null || ofDeferred === null) return;
        expect(ofDeferred.value).toBeInstanceOf(DeferredMap);
        const made = ofDeferred.with({ value: withoutDeferral(ofDeferred.value) });
        expect(outcome(() => made)).toEqual(outcome(() => ofMap));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives each record what is added for it, in a map that is not made yet too', () => {
    const join = flatten.joinWith?.([
      make('InsertField$Value', { 'offset.field': 'at', 'topic.field': 'from' }),
    ]);
    const made = [5, 5, 6].map((kafkaOffset) => {
      const record = new SinkRecord({
        topic: 't',
        kafkaPartition: 0,
        kafkaOffset,
        value: new DeferredTree(new Map([['a', 1]])),
      });
      return withoutDeferral(join?.apply(record)?.value);
    });
    expect(made).toEqual(
      [5, 5, 6].map(
        (at) =>
          new Map<string, unknown>([
            ['a', 1],
            ['from', 't'],
            ['at', at],
          ]),
      ),
    );
  });

  it('leaves a map that is not made yet to them where something is not added', () => {
    const join = flatten.joinWith?.([make('InsertField$Value', { 'timestamp.field': 'time' })]);
    const record = recordOf(new DeferredTree(new Map([['a', 1]])));
    expect(join?.apply(record.with({ timestampMs: null }))).toBeNull();
    expect(join?.apply(record.with({ timestampMs: 5 }))).not.toBeNull();
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
