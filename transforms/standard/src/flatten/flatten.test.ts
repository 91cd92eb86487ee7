import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, make, plain } from '../../testing/apply.ts';

type Tree = number | string | readonly number[] | { readonly [name: string]: Tree };

const { tree } = letrec<{ tree: Tree }>((tie) => ({
  tree: oneof(
    { depthSize: 'small', withCrossShrink: true },
    integer(),
    string(),
    array(integer()),
    dictionary(constantFrom('a', 'b', 'c', 'd'), tie('tree'), { maxKeys: 4 }),
  ),
}));

function toMap(value: Tree): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return new Map(Object.entries(value).map(([name, inner]) => [name, toMap(inner)]));
}

/** The leaves by their paths, said in another way. */
function leaves(value: Tree, path: readonly string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || Array.isArray(value)) return [[path.join('/'), value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

describe('Flatten', () => {
  it('keeps every leaf of a map, under the way to it', () => {
    const flatten = make('Flatten$Value', { delimiter: '/' });
    assert(
      property(dictionary(constantFrom('a', 'b'), tree), (value) => {
        expect(plain(applied(flatten, toMap(value)).value)).toEqual(Object.fromEntries(leaves(value)));
      }),
    );
  });

  it('gives the same names whether it has met them before or not, however many there are', () => {
    const flatten = make('Flatten$Value', {});
    for (let round = 0; round < 3000; round += 1) {
      const value = applied(flatten, new Map([['outer', new Map([[`name${round}`, round]])]])).value;
      expect([...(value as Map<string, number>)]).toEqual([[`outer.name${round}`, round]]);
    }
  });
});
