import type { AddedField, FieldTree } from './field-tree.ts';

/** Changes of a map that are told by the names of its entries alone. */
export interface EntryChanges extends Pick<FieldTree, 'rules' | 'dropsOthers' | 'added'> {}

/** The tree as such changes; `null` when it changes values, or what is inside them. */
export function entryChanges(tree: FieldTree): EntryChanges | null {
  const onNames = [...tree.rules.values()].every(
    ({ edit, below }) => edit === undefined && below === undefined,
  );
  return onNames && tree.editsMissing !== true ? tree : null;
}

/** What becomes of the name of an entry, through all the changes; null leaves it out. */
export function nameAfter(name: string, changes: readonly EntryChanges[]): string | null {
  let changed: string | null = name;
  for (const change of changes) if (changed !== null) changed = changedName(changed, change);
  return changed;
}

/** An entry that is added, with the name that it has in the end. */
export interface Addition {
  readonly name: string;
  readonly field: AddedField;
}

/** What the changes add, without what later ones leave out again. */
export function additionsOf(changes: readonly EntryChanges[]): Addition[] {
  return changes.flatMap(({ added = [] }, index) =>
    added.flatMap((field) => {
      const name = nameAfter(field.name, changes.slice(index + 1));
      return name === null ? [] : [{ name, field }];
    }),
  );
}

function changedName(name: string, { rules, dropsOthers }: EntryChanges): string | null {
  const rule = rules.get(name);
  if (rule === undefined) return dropsOthers === true ? null : name;
  return rule.drops === true ? null : (rule.newName ?? name);
}
