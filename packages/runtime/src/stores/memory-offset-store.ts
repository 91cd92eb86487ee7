import type { SourcePartition } from '@sluice/connect-api';
import type { ListedOffsetStore, OffsetEntry } from './offset-store.ts';
import { OffsetTable } from './offset-table.ts';

/** Offsets that are gone with the process: for trying and for tests. */
export class MemoryOffsetStore implements ListedOffsetStore {
  readonly #table = new OffsetTable();

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** The keys as they are stored, also of offsets that were reset. */
  keys(): string[] {
    return this.#table.entries().map(({ key }) => String(key));
  }

  partitions(connector: string): Promise<SourcePartition[]> {
    return Promise.resolve(this.#table.partitions(connector));
  }

  get(keys: readonly string[]): Promise<(string | null)[]> {
    return Promise.resolve(keys.map((key) => this.#table.get(key)));
  }

  set(entries: readonly OffsetEntry[]): Promise<void> {
    for (const entry of entries) this.#table.set(entry);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
