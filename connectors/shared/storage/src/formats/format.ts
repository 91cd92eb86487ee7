import type { Schema } from '@sluice/connect-api';

/** How records become files. */
export interface Format {
  readonly extension: string;
  /** Loads what is not loaded yet; called once before the first file. */
  prepare(): Promise<void>;
  /** Begins a file; all its records have this schema. @throws DataError when the format has no counterpart for it. */
  begin(schema: Schema | null): FileEncoder;
}

/** Makes the bytes of one file. */
export interface FileEncoder {
  /** Takes a record. @throws DataError when it cannot be represented; then nothing of it is in the file. */
  add(value: unknown): void;
  /** About how many bytes of memory are taken up by what was not handed out yet. */
  readonly heldBytes: number;
  /** How many bytes all records have, before compression. */
  readonly rawBytes: number;
  /** Beyond so many held bytes the file wants to be written. */
  readonly blockBytes: number;
  /** Hands out what there is, in order. It stays as it is until `release`. */
  take(): Uint8Array[];
  /** Hands out the rest, and ends the file. */
  end(): Uint8Array[];
  /** What was handed out is written. Left out where writing failed, when it may still be on its way. */
  release?(): void;
}
