import {
  ChosenLeaves,
  isDeferredMap,
  valuePart,
  type ConnectRecord,
  type DeferredMap,
  type JoinedTransformations,
} from '@sluice/connect-api';
import { ChangedLayouts } from './changed-layouts.ts';
import { additionsOf, nameAfter, type Addition, type EntryChanges } from './entry-changes.ts';

export interface DeferredRewriterOptions {
  /** Of the transformation and those that follow it. */
  readonly changes: readonly EntryChanges[];
  readonly joined: number;
  /** Makes maps flat first; null leaves the maps inside them as they are. */
  readonly delimiter: string | null;
}

/**
 * Does what transformations do to values that are maps not made yet, for which nothing has to be made: whatever can be
 * told by their layout is worked out once. All other records are left to the transformations, also those whose map
 * depends on the maps in between, since two entries get the same name, and those to which something is not added.
 */
export class DeferredRewriter implements JoinedTransformations {
  readonly joined: number;
  readonly takesDeferredMaps = true;
  readonly #layouts: ChangedLayouts;
  readonly #additions: readonly Addition[];
  #lastAdded: readonly unknown[];

  constructor({ changes, joined, delimiter }: DeferredRewriterOptions) {
    this.joined = joined;
    this.#additions = additionsOf(changes);
    this.#layouts = new ChangedLayouts({
      delimiter,
      renamedAs: (name) => nameAfter(name, changes),
      added: this.#additions.map(({ name }) => name),
    });
    this.#lastAdded = this.#additions.map(() => undefined);
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const { value: map } = record;
    if (!isDeferredMap(map)) return null;
    try {
      const changed = this.#changed(map, record);
      return changed === null ? null : valuePart.replaced(record, null, changed);
    } catch {
      return null;
    }
  }

  #changed(map: DeferredMap, record: ConnectRecord): DeferredMap | null {
    const choice = this.#layouts.of(map.layout);
    if (choice === null) return null;
    const added = this.#addedTo(record);
    return added === null ? null : new ChosenLeaves(choice, map, added);
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
}
