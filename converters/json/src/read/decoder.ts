import type { JsonCursor } from '../text/json-cursor.ts';

/** Reads values of one schema. */
export interface ValueDecoder {
  /**
   * Reads the next value.
   * @throws DataError when it does not fit the schema.
   */
  read(cursor: JsonCursor): unknown;
  /**
   * The value for JSON null, and for a member that is not there.
   * @throws DataError when the schema does not allow it.
   */
  absent(): unknown;
}

/** Reads a value that is not null. */
export type ContentReader = (cursor: JsonCursor) => unknown;

export interface DecodeOptions {
  readonly replaceNullWithDefault: boolean;
  /**
   * Whether members of objects are first located, so that of members of the same name only the last is converted
   * and the first error in schema order is reported; otherwise they are converted as they come, which is faster
   * and right unless it fails.
   */
  readonly careful: boolean;
}
