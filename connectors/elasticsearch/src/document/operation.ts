import type { SinkRecord } from '@sluice/connect-api';

/**
 * What a server means that says the document is not at the version expected: `done` that this very operation was
 * carried out before, `newer` that a later one was, `again` that two met.
 */
export type ConflictMeaning = 'done' | 'newer' | 'again';

/** One operation on one document, as it stands in a request. */
export interface Operation {
  readonly record: SinkRecord;
  /** Index and id; operations on the same keep their order. `null` when no other is on this document. */
  readonly identity: string | null;
  /** The lines, each with its line end. */
  readonly text: string;
  /** Of `text`, as UTF-8. */
  readonly bytes: number;
  readonly conflict: ConflictMeaning;
}
