import { DataError, javaClassNameOf, nameField } from '@sluice/connect-api';
import type { ComputedTree } from './computed-tree.ts';

/**
 * A copy of the map with the results in it. Where a path leads through null or through nothing, nothing is put in.
 * @throws DataError when a path leads into something that is no map.
 */
export function rewriteMap(
  value: unknown,
  tree: ComputedTree,
  results: readonly unknown[],
): Map<unknown, unknown> {
  if (!(value instanceof Map)) {
    throw new DataError(
      `Only Map objects supported in absence of schema for [field computation], found: ${javaClassNameOf(value)}`,
    );
  }
  const copy = new Map<unknown, unknown>();
  // Faster than the constructor of Map, which leaves no room for what is added.
  for (const [name, inner] of value) copy.set(name, inner);
  for (const [name, index] of tree.computed) copy.set(name, results[index]);
  for (const [name, below] of tree.below) {
    const inner: unknown = copy.get(name) ?? null;
    if (inner !== null) copy.set(name, rewriteInner(name, inner, { below, results }));
  }
  return copy;
}

interface Inner {
  readonly below: ComputedTree;
  readonly results: readonly unknown[];
}

function rewriteInner(name: string, inner: unknown, { below, results }: Inner): Map<unknown, unknown> {
  try {
    return rewriteMap(inner, below, results);
  } catch (error) {
    throw nameField(error, name);
  }
}
