import type { SourcePartition } from '@sluice/connect-api';

/** A stored source offset; `value` is `null` for a tombstone. Both are JSON text. */
export interface OffsetEntry {
  readonly key: string;
  readonly value: string | null;
}

/** Where the offsets of source connectors are kept. Keys and values are those of the offset codec. */
export interface OffsetStore {
  /** Reads what is stored. @throws ConnectError when it cannot be read or is corrupt. */
  start(): Promise<void>;
  /** The values of the keys in the order asked for, `null` where there is none. */
  get(keys: readonly string[]): Promise<(string | null)[]>;
  /** Resolves when the entries are durable. Calls are carried out one after the other. */
  set(entries: readonly OffsetEntry[]): Promise<void>;
  /** Waits for writes under way, for at most this long; by default as long as its clients may take. */
  stop(timeoutMs?: number): Promise<void>;
}

/** A store that can tell what it has. */
export interface ListedOffsetStore extends OffsetStore {
  /** The source partitions of a connector that have an offset, each once; a null partition is not among them. */
  partitions(connector: string): Promise<readonly SourcePartition[]>;
}
