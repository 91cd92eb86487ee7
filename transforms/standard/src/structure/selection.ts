import type { FieldRule, FieldTree } from './field-tree.ts';

type Path = readonly string[];

/** Which fields stay and how they are called then. */
export interface Selection {
  readonly exclude: readonly Path[];
  /** Empty for all. */
  readonly include: readonly Path[];
  readonly renames: readonly { readonly path: Path; readonly newName: string }[];
}

interface Node {
  excluded: boolean;
  included: boolean;
  newName: string | null;
  readonly children: Map<string, Node>;
}

/** The selection as a tree. Paths name fields as they are called before. */
export function selectionTree({ exclude, include, renames }: Selection): FieldTree {
  const root = newNode();
  for (const path of exclude) nodeAt(root, path).excluded = true;
  for (const path of include) nodeAt(root, path).included = true;
  for (const { path, newName } of renames) nodeAt(root, path).newName = newName;
  return treeOf(root, include.length > 0);
}

function newNode(): Node {
  return { excluded: false, included: false, newName: null, children: new Map() };
}

function nodeAt(root: Node, path: Path): Node {
  let node = root;
  for (const step of path) {
    let child = node.children.get(step);
    if (child === undefined) {
      child = newNode();
      node.children.set(step, child);
    }
    node = child;
  }
  return node;
}

/** @param selects - whether only what is included stays. */
function treeOf(node: Node, selects: boolean): FieldTree {
  const rules = Array.from(node.children, ([name, child]): [string, FieldRule] => [
    name,
    ruleOf(child, selects),
  ]);
  return { rules: new Map(rules), dropsOthers: selects };
}

function ruleOf(node: Node, selects: boolean): FieldRule {
  if (node.excluded || (selects && !hasIncluded(node))) return { drops: true };
  return {
    ...(node.newName === null ? {} : { newName: node.newName }),
    ...(node.children.size === 0 ? {} : { below: treeOf(node, selects && !node.included) }),
  };
}

function hasIncluded(node: Node): boolean {
  return node.included || [...node.children.values()].some(hasIncluded);
}
