import { ChosenLeaves, type ConnectRecord, type DeferredMap } from '@sluice/connect-api';
import { ChangedLayouts } from './changed-layouts.ts';
import { additionsOf, nameAfter, type Addition, type EntryChanges } from './entry-changes.ts';

/**
 * Renames, leaves out and adds entries of maps that are not made yet, for which nothing has to be made: whatever can be
 * told by their layout is worked out once.
 */
export class DeferredChanges {
  readonly #layouts: ChangedLayouts;
  readonly #additions: readonly Addition[];
  #lastAdded: readonly unknown[];

  /** @param delimiter - makes maps flat first; null leaves the maps inside them as they are. */
  constructor(changes: readonly EntryChanges[], delimiter: string | null) {
    this.#additions = additionsOf(changes);
    this.#layouts = new ChangedLayouts({
      delimiter,
      renamedAs: (name) => nameAfter(name, changes),
      added: this.#additions.map(({ name }) => name),
    });
    this.#lastAdded = this.#additions.map(() => undefined);
  }

  /**
   * The changed map; `null` where it depends on the maps in between what it is, since two entries get the same name, or
   * where something is not added to it.
   * @throws what a field that is added throws.
   */
  apply(map: DeferredMap, record: ConnectRecord): DeferredMap | null {
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
