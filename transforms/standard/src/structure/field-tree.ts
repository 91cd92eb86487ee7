import type { ConnectRecord, Schema } from '@sluice/connect-api';

/** A field with its new schema and what makes its new values. */
export interface EditedField {
  readonly schema: Schema;
  /** Gets null too. */
  readonly convert: (value: unknown) => unknown;
}

/** Changes the values of a field. */
export interface FieldEdit {
  /** For a field with a schema. @throws DataError when no field of such a schema can be changed so. */
  compile(schema: Schema): EditedField;
  /** For a field without a schema; gets null too. */
  convert(value: unknown): unknown;
}

/** A field that is put in. */
export interface AddedField {
  readonly name: string;
  readonly schema: Schema;
  /** Its value; `undefined` leaves the field out of a map and not set in a struct. */
  valueFor(record: ConnectRecord, hasSchema: boolean): unknown;
}

/** What becomes of one field. At most one of `edit` and `below` is there. */
export interface FieldRule {
  readonly drops?: boolean;
  readonly newName?: string;
  readonly edit?: FieldEdit;
  /** What becomes of the fields inside it. */
  readonly below?: FieldTree;
}

/** What becomes of the fields of a struct or a map. */
export interface FieldTree {
  readonly rules: ReadonlyMap<string, FieldRule>;
  /** Whether the fields without a rule are dropped. */
  readonly dropsOthers?: boolean;
  /** Whether fields that a map lacks are edited as if they were there and null. */
  readonly editsMissing?: boolean;
  readonly added?: readonly AddedField[];
}

/** A field by its path, and what is to be done with it. */
export type AtPath<T> = readonly [path: readonly string[], what: T];

/** Edits by path as a tree. Where one path leads on from another, the shorter one is the one that counts. */
export function editTree(edits: readonly AtPath<FieldEdit>[]): FieldTree {
  return { rules: nested(edits, (edit) => ({ edit }), editTree), editsMissing: true };
}

/** Fields to be put in, by the path of what they are put into, as a tree. */
export function additionTree(additions: readonly AtPath<AddedField>[]): FieldTree {
  const deeper = additions.filter(([path]) => path.length > 0);
  const added = additions.filter(([path]) => path.length === 0).map(([, field]) => field);
  return { rules: nested(deeper, () => null, additionTree), added };
}

/** Groups by the first step; those of which nothing is left make the rule, the others the tree below. */
function nested<T>(
  entries: readonly AtPath<T>[],
  ruleOf: (what: T) => FieldRule | null,
  treeOf: (entries: readonly AtPath<T>[]) => FieldTree,
): ReadonlyMap<string, FieldRule> {
  const groups = new Map<string, AtPath<T>[]>();
  for (const [[first = '', ...rest], what] of entries) {
    groups.set(first, [...(groups.get(first) ?? []), [rest, what]]);
  }
  const rules = Array.from(groups, ([name, group]): [string, FieldRule] => {
    const last = group.findLast(([path]) => path.length === 0);
    const rule = last === undefined ? null : ruleOf(last[1]);
    return [name, rule ?? { below: treeOf(group) }];
  });
  return new Map(rules);
}
