import type { ByteEntry } from './java-hash-map-stream.ts';
import { canonicalOffsetKey } from './offset-codec.ts';
import type { OffsetEntry } from './offset-store.ts';

/** Stands for a null reference in place of a key: no latin1 text. */
const nullKey = '\u{100}';

/**
 * The offsets in memory. A key that is known under another order of its fields keeps its stored bytes, because a
 * Java worker finds offsets by the bytes of their keys.
 */
export class OffsetTable {
  /** By the stored key, as latin1 text so that foreign bytes survive too. */
  readonly #entries = new Map<string, ByteEntry>();
  readonly #storedKeyByCanonical = new Map<string, string>();

  load(entries: readonly ByteEntry[]): void {
    for (const entry of entries) this.#put(entry);
  }

  get(key: string): string | null {
    return this.#entries.get(this.#storedKey(key))?.value?.toString('utf8') ?? null;
  }

  set({ key, value }: OffsetEntry): void {
    this.#put({
      key: Buffer.from(this.#storedKey(key), 'latin1'),
      value: value === null ? null : Buffer.from(value, 'utf8'),
    });
  }

  entries(): ByteEntry[] {
    return [...this.#entries.values()];
  }

  #put(entry: ByteEntry): void {
    const stored = entry.key?.toString('latin1') ?? nullKey;
    this.#entries.set(stored, entry);
    if (entry.key === null) return;
    this.#storedKeyByCanonical.set(canonicalOffsetKey(entry.key.toString('utf8')), stored);
  }

  #storedKey(key: string): string {
    const exact = Buffer.from(key, 'utf8').toString('latin1');
    if (this.#entries.has(exact)) return exact;
    return this.#storedKeyByCanonical.get(canonicalOffsetKey(key)) ?? exact;
  }
}
