import {
  isDeferredMap,
  type ConnectRecord,
  type JoinedTransformations,
  type RecordPart,
} from '@sluice/connect-api';
import type { DeferredRewriter } from '../structure/deferred-rewriter.ts';
import { additionsOf, nameAfter, type Addition, type EntryChanges } from '../structure/entry-changes.ts';
import { MapFlattener } from './flatten-map.ts';

export interface FlattenAndChangeOptions {
  readonly part: RecordPart;
  readonly delimiter: string;
  /** Of the transformations that follow, at least one. */
  readonly changes: readonly EntryChanges[];
  /** Does the same to maps that are not made yet; null for keys, which are none. */
  readonly deferred: DeferredRewriter | null;
}

/**
 * Flattens maps without schema, and renames, leaves out and adds entries while they are on their way into the flat
 * map. Where two entries get the same name, what counts in the end depends on the maps in between, which are not made
 * here: those records are left to the transformations themselves.
 */
export class FlattenAndChange implements JoinedTransformations {
  readonly joined: number;
  readonly takesDeferredMaps: boolean;
  readonly #part: RecordPart;
  readonly #flattener: MapFlattener;
  readonly #additions: readonly Addition[];
  readonly #deferred: DeferredRewriter | null;

  constructor({ part, delimiter, changes, deferred }: FlattenAndChangeOptions) {
    this.joined = changes.length;
    this.#part = part;
    this.#flattener = new MapFlattener(delimiter, (joined) => nameAfter(joined, changes));
    this.#additions = additionsOf(changes);
    this.takesDeferredMaps = deferred !== null;
    this.#deferred = deferred;
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const map = this.#part.valueOf(record);
    if (isDeferredMap(map)) return this.#deferred?.apply(record) ?? null;
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
      if (value === undefined) continue;
      map.set(name, value);
      count += 1;
    }
    return count;
  }
}
