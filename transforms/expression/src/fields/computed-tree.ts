import type { ComputedField } from './computed-field.ts';

/** What becomes of the fields of a struct or map. */
export interface ComputedTree {
  /** Positions of computed fields by their name. */
  readonly computed: ReadonlyMap<string, number>;
  /** What becomes of the fields inside a field. */
  readonly below: ReadonlyMap<string, ComputedTree>;
}

/** Computed fields by their paths, none of which leads on from another. */
export function treeOfFields(fields: readonly ComputedField[]): ComputedTree {
  return treeOf(fields.map(({ path }, index) => ({ path, index })));
}

interface Leaf {
  readonly path: readonly string[];
  readonly index: number;
}

function treeOf(leaves: readonly Leaf[]): ComputedTree {
  const computed = new Map<string, number>();
  const below = new Map<string, Leaf[]>();
  for (const { path, index } of leaves) {
    const [name = '', ...rest] = path;
    if (rest.length === 0) computed.set(name, index);
    else below.set(name, [...(below.get(name) ?? []), { path: rest, index }]);
  }
  return { computed, below: new Map(Array.from(below, ([name, inside]) => [name, treeOf(inside)])) };
}
