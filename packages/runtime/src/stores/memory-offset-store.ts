import type { OffsetEntry, OffsetStore } from './offset-store.ts';
import { OffsetTable } from './offset-table.ts';

/** Offsets that are gone with the process: for trying and for tests. */
export class MemoryOffsetStore implements OffsetStore {
  readonly #table = new OffsetTable();

  start(): Promise<void> {
    return Promise.resolve();
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
