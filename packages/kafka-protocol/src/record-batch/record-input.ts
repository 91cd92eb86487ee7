/** A key or a value: a string is written as UTF-8, straight into the batch. */
export type Encoded = Uint8Array | string | null;

export interface RecordHeaderInput {
  readonly key: string;
  readonly value: Encoded;
}

/** A record to be written. Nothing of it is kept. */
export interface RecordInput {
  /** Milliseconds since the epoch. */
  readonly timestamp: number | bigint;
  readonly key: Encoded;
  readonly value: Encoded;
  readonly headers?: readonly RecordHeaderInput[] | undefined;
}
