/** `delete.tombstone.handling.mode`: what becomes of deletes, and of the tombstones that follow them. */
export interface DeleteMode {
  /** Whether the tombstones that follow deletes stay. */
  readonly keepsTombstones: boolean;
  /**
   * What a delete becomes: nothing, null of the schema of the row, null without a schema, or the row as it was.
   */
  readonly deleted: 'nothing' | 'null-row' | 'tombstone' | 'old-row';
}

/** By the value of the option, in lower case. */
export const deleteModes: Readonly<Record<string, DeleteMode>> = {
  drop: { keepsTombstones: false, deleted: 'nothing' },
  tombstone: { keepsTombstones: false, deleted: 'null-row' },
  rewrite: { keepsTombstones: false, deleted: 'old-row' },
  'rewrite-with-tombstone': { keepsTombstones: true, deleted: 'old-row' },
  'delete-to-tombstone': { keepsTombstones: false, deleted: 'tombstone' },
};

/** Says in rewritten rows whether they were deleted. */
export const deletedField = '__deleted';
