import type { FieldTree } from './field-tree.ts';

/** Changes of a map that are told by the names of its entries alone. */
export interface EntryChanges extends Pick<FieldTree, 'rules' | 'dropsOthers' | 'added'> {}

/** The tree as such changes; `null` when it changes values, or what is inside them. */
export function entryChanges(tree: FieldTree): EntryChanges | null {
  const onNames = [...tree.rules.values()].every(
    ({ edit, below }) => edit === undefined && below === undefined,
  );
  return onNames && tree.editsMissing !== true ? tree : null;
}

/** What becomes of the name of an entry; null leaves it out. */
export function changedName(name: string, { rules, dropsOthers }: EntryChanges): string | null {
  const rule = rules.get(name);
  if (rule === undefined) return dropsOthers === true ? null : name;
  return rule.drops === true ? null : (rule.newName ?? name);
}
