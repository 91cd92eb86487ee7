import { DeferredMap, SourceRecord, withoutDeferral, type Transformation } from '@sluice/connect-api';
import { DeferredTree } from '@sluice/connect-api/deferred-tree';
import { assert, constant, constantFrom, dictionary, integer, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { make, oneByOne, recordOf } from '../../testing/apply.ts';
import { changesOfNames } from '../../testing/arbitrary-changes.ts';

const names = constantFrom('a', 'b', 'c', 'd');
const maps = dictionary(names, oneof(integer(), constant(null), dictionary(names, integer())), {
  maxKeys: 4,
}).map(
  (tree) =>
    new Map<string, unknown>(
      Object.entries(tree).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : value,
      ]),
    ),
);
const changes = changesOfNames(names);

/** The entries in order, those of maps inside too. */
function entriesOf(value: unknown): unknown {
  return value instanceof Map ? Array.from(value, ([name, inner]) => [name, entriesOf(inner)]) : value;
}

describe('transformations that change names alone, of a map that is not made yet', () => {
  it('make in one go what they make of the map one after the other, in the same order, and do not make it', () => {
    assert(
      property(maps, changes, (map, [first, ...following]) => {
        const join = first?.joinWith?.(following);
        expect(join?.joined).toBe(following.length);
        const result = join?.apply(recordOf(new DeferredTree(map))) ?? null;
        if (result === null) return;
        expect(result.value).toBeInstanceOf(DeferredMap);
        expect(entriesOf(withoutDeferral(result.value))).toEqual(
          entriesOf(oneByOne(recordOf(map), [first as Transformation, ...following])?.value),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('are left to do it themselves only where names meet or something is not added', () => {
    const map = new DeferredTree(new Map([['a', 1]]));
    const insert = make('InsertField$Value', { 'timestamp.field': 'time' }).joinWith?.([]);
    expect(insert?.apply(recordOf(map))).not.toBeNull();
    expect(insert?.apply(recordOf(map).with({ timestampMs: null }))).toBeNull();
    expect(insert?.apply(recordOf(new DeferredTree(new Map([['time', 1]]))))).toBeNull();
    expect(insert?.apply(recordOf(new Map([['a', 1]])))).toBeNull();
  });

  it('are left to name what fails', () => {
    const insert = make('InsertField$Value', { 'offset.field': 'offset' });
    const given = new SourceRecord({ topic: 't', value: new DeferredTree(new Map([['a', 1]])) });
    expect(insert.joinWith?.([])?.apply(given)).toBeNull();
    expect(() => insert.apply(given.with({ value: new Map([['a', 1]]) }))).toThrow(
      'Only SinkRecord supported',
    );
  });

  it('do so for values, and where nothing looks into values', () => {
    expect(make('ReplaceField$Key', { exclude: 'a' }).joinWith?.([])).toBeNull();
    expect(make('MaskField$Value', { fields: 'a' }).joinWith?.([])).toBeNull();
    expect(
      make('InsertField$Value', { 'topic.field': 'a.b', 'field.syntax.version': 'V2' }).joinWith?.([]),
    ).toBeNull();
    const replace = make('ReplaceField$Value', { exclude: 'a' });
    expect(replace.joinWith?.([make('Cast$Value', { spec: 'a:int8' })])?.joined).toBe(0);
  });
});
