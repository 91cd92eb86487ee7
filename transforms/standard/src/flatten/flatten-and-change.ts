import type { ConnectRecord, JoinedTransformations, RecordPart } from '@sluice/connect-api';
import { changedName, type EntryChanges } from '../structure/entry-changes.ts';
import type { AddedField } from '../structure/field-tree.ts';
import { MapFlattener } from './flatten-map.ts';

export interface FlattenAndChangeOptions {
  readonly part: RecordPart;
  readonly delimiter: string;
  /** Of the transformations that follow, at least one. */
  readonly changes: readonly EntryChanges[];
}

interface Addition {
  /** After the changes that come later, null when they leave it out. */
  readonly name: string | null;
  readonly field: AddedField;
}

/**
 * Flattens maps without schema, and renames, leaves out and adds entries while they are on their way into the flat
 * map. Where two entries get the same name, what counts in the end depends on the maps in between, which are not made
 * here: those records are left to the transformations themselves.
 */
export class FlattenAndChange implements JoinedTransformations {
  readonly joined: number;
  readonly #part: RecordPart;
  readonly #flattener: MapFlattener;
  readonly #additions: readonly Addition[];

  constructor({ part, delimiter, changes }: FlattenAndChangeOptions) {
    this.joined = changes.length;
    this.#part = part;
    this.#flattener = new MapFlattener(delimiter, (joined) => nameAfter(joined, changes));
    this.#additions = changes.flatMap(({ added = [] }, index) =>
      added.map((field) => ({ name: nameAfter(field.name, changes.slice(index + 1)), field })),
    );
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const map = this.#part.valueOf(record);
    if (!(map instanceof Map) || this.#part.schemaOf(record) !== null) return null;
    try {
      const changed = new Map<unknown, unknown>();
      const count = this.#flattener.flattenInto(changed, map) + this.#addTo(changed, record);
      return count === changed.size ? this.#part.replaced(record, null, changed) : null;
    } catch {
      return null;
    }
  }

  /** Returns how many were added. */
  #addTo(map: Map<unknown, unknown>, record: ConnectRecord): number {
    let count = 0;
    for (const { name, field } of this.#additions) {
      const value = field.valueFor(record, false);
      if (value === undefined || name === null) continue;
      map.set(name, value);
      count += 1;
    }
    return count;
  }
}

function nameAfter(name: string, changes: readonly EntryChanges[]): string | null {
  let changed: string | null = name;
  for (const change of changes) if (changed !== null) changed = changedName(changed, change);
  return changed;
}
