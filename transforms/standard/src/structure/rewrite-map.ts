import { nameField, type ConnectRecord } from '@sluice/connect-api';
import type { FieldRule, FieldTree } from './field-tree.ts';
import { requiredMap } from './required-structure.ts';

type AnyMap = ReadonlyMap<unknown, unknown>;

/**
 * A map with its fields changed as the tree says. Where a path leads through null or through nothing, nothing is
 * changed.
 * @throws DataError naming the field that cannot be converted, or that is no map though a path leads into it.
 */
export function rewriteMap(map: AnyMap, tree: FieldTree, record: ConnectRecord): Map<unknown, unknown> {
  const copy = tree.dropsOthers === true ? selected(map, tree, record) : changed(map, tree, record);
  return completed(copy, tree, record);
}

/** Whether a map can be changed as the tree says without making a new one, so that all others keep their places. */
export function canRewriteInPlace({ rules, dropsOthers }: FieldTree): boolean {
  return dropsOthers !== true && [...rules.values()].every(({ newName }) => newName === undefined);
}

/** Does what {@link rewriteMap} does, but to the map itself; maps inside it are copied where they change. */
export function rewriteMapInPlace(map: Map<unknown, unknown>, tree: FieldTree, record: ConnectRecord): void {
  for (const [name, rule] of tree.rules) {
    if (rule.drops === true) map.delete(name);
    else if (map.has(name)) put(map, { name, value: map.get(name), rule, record });
  }
  completed(map, tree, record);
}

/** With the fields that are to be there in any case. */
function completed(
  map: Map<unknown, unknown>,
  tree: FieldTree,
  record: ConnectRecord,
): Map<unknown, unknown> {
  if (tree.editsMissing === true) editMissing(map, tree);
  for (const { name, valueFor } of tree.added ?? []) {
    const value = valueFor(record, false);
    if (value !== undefined) map.set(name, value);
  }
  return map;
}

/** Only the fields that have a rule. */
function selected(map: AnyMap, tree: FieldTree, record: ConnectRecord): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  for (const [name, value] of map) {
    const rule = tree.rules.get(name as string);
    if (rule !== undefined) put(copy, { name: name as string, value, rule, record });
  }
  return copy;
}

function changed(map: AnyMap, tree: FieldTree, record: ConnectRecord): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  // Faster than the constructor of Map, which leaves no room for what is added.
  for (const [name, value] of map) {
    const rule = tree.rules.get(name as string);
    if (rule === undefined) copy.set(name, value);
    else put(copy, { name: name as string, value, rule, record });
  }
  return copy;
}

interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly rule: FieldRule;
  readonly record: ConnectRecord;
}

function put(copy: Map<unknown, unknown>, { name, value, rule, record }: Entry): void {
  if (rule.drops === true) return;
  try {
    copy.set(rule.newName ?? name, newValue(value ?? null, rule, record));
  } catch (error) {
    throw nameField(error, name);
  }
}

function newValue(value: unknown, { edit, below }: FieldRule, record: ConnectRecord): unknown {
  if (edit !== undefined) return edit.convert(value);
  if (below === undefined || value === null) return value;
  return rewriteMap(requiredMap(value, 'nested field access'), below, record);
}

function editMissing(copy: Map<unknown, unknown>, { rules }: FieldTree): void {
  for (const [name, { edit }] of rules) {
    if (edit !== undefined && !copy.has(name)) copy.set(name, edit.convert(null));
  }
}
