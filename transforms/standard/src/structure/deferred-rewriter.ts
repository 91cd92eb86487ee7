import {
  isDeferredMap,
  valuePart,
  type ConnectRecord,
  type JoinedTransformations,
} from '@sluice/connect-api';
import { DeferredChanges } from './deferred-changes.ts';
import type { EntryChanges } from './entry-changes.ts';

export interface DeferredRewriterOptions {
  /** Of the transformation and those that follow it. */
  readonly changes: readonly EntryChanges[];
  readonly joined: number;
  /** See {@link DeferredChanges}. */
  readonly delimiter: string | null;
}

/** Does what transformations do to values that are maps not made yet; all other records are left to them. */
export class DeferredRewriter implements JoinedTransformations {
  readonly joined: number;
  readonly takesDeferredMaps = true;
  readonly #changes: DeferredChanges;

  constructor({ changes, joined, delimiter }: DeferredRewriterOptions) {
    this.joined = joined;
    this.#changes = new DeferredChanges(changes, delimiter);
  }

  apply(record: ConnectRecord): ConnectRecord | null {
    const { value: map } = record;
    if (!isDeferredMap(map)) return null;
    try {
      const changed = this.#changes.apply(map, record);
      return changed === null ? null : valuePart.replaced(record, null, changed);
    } catch {
      return null;
    }
  }
}
