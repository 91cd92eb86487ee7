import {
  ChosenLeaves,
  DeferredMap,
  type ConnectRecord,
  type JoinedTransformations,
  type RecordPart,
} from '@sluice/connect-api';
import { changedName, type EntryChanges } from '../structure/entry-changes.ts';
import type { AddedField } from '../structure/field-tree.ts';
import { FlatLayouts } from './flat-layouts.ts';
import { MapFlattener } from './flatten-map.ts';

export interface FlattenAndChangeOptions {
  readonly part: RecordPart;
  readonly delimiter: string;
  /** Of the transformations that follow, at least one. */
  readonly changes: readonly EntryChanges[];
}

interface Addition {
  /** After the changes that come later, which do not leave it out. */
  readonly name: string;
  readonly field: AddedField;
}

/**
 * Flattens maps without schema, and renames, leaves out and adds entries while they are on their way into the flat
 * map. Where two entries get the same name, what counts in the end depends on the maps in between, which are not made
 * here: those records are left to the transformations themselves.
 */
export class FlattenAndChange implements JoinedTransformations {
  readonly joined: number;
  readonly takesDeferredMaps = true;
  readonly #part: RecordPart;
  readonly #flattener: MapFlattener;
  readonly #additions: readonly Addition[];
  readonly #layouts: FlatLayouts;
  #lastAdded: readonly unknown[];

  constructor({ part, delimiter, changes }: FlattenAndChangeOptions) {
    this.joined = changes.length;
    this.#part = part;
    const renamedAs = (joined: string): string | null => nameAfter(joined, changes);
    this.#flattener = new MapFlattener(delimiter, renamedAs);
    this.#additions = changes.flatMap(({ added = [] }, index) =>
      added.flatMap((field) => {
        const name = nameAfter(field.name, changes.slice(index + 1));
        return name === null ? [] : [{ name, field }];
      }),
    );
    this.#lastAdded = this.#additions.map(() => undefined);
    this.#layouts = new FlatLayouts({
      delimiter,
      renamedAs,
      added: this.#additions.map(({ name }) => name),
    });
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const map = this.#part.valueOf(record);
    if (map instanceof DeferredMap) return this.#applyTo(map, record);
    if (!(map instanceof Map) || this.#part.schemaOf(record) !== null) return null;
    try {
      const changed = new Map<unknown, unknown>();
      const count = this.#flattener.flattenInto(changed, map) + this.#addTo(changed, record);
      return count === changed.size ? this.#part.replaced(record, null, changed) : null;
    } catch {
      return null;
    }
  }

  #applyTo(source: DeferredMap, record: ConnectRecord): ConnectRecord | null {
    const flat = this.#layouts.of(source.layout);
    if (flat === null) return null;
    const added = this.#addedTo(record);
    if (added === null) return null;
    return this.#part.replaced(record, null, new ChosenLeaves(flat, source, added));
  }

  /**
   * The values that are added, the same list as for the record before where they are the same; `null` when one is left
   * out.
   */
  #addedTo(record: ConnectRecord): readonly unknown[] | null {
    let added = this.#lastAdded;
    for (let index = 0; index < this.#additions.length; index += 1) {
      const value = (this.#additions[index] as Addition).field.valueFor(record, false);
      if (value === undefined) return null;
      if (value !== added[index]) added = added.with(index, value);
    }
    this.#lastAdded = added;
    return added;
  }

  /** Returns how many were added. */
  #addTo(map: Map<unknown, unknown>, record: ConnectRecord): number {
    let count = 0;
    for (const { name, field } of this.#additions) {
      const value = field.valueFor(record, false);
      if (value === undefined) continue;
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
