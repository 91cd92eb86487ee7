import type { SourcePartition } from '@sluice/connect-api';
import type { ByteEntry } from './java-hash-map-stream.ts';
import { canonicalOffsetKey, decodeOffsetKey } from './offset-codec.ts';
import type { OffsetEntry } from './offset-store.ts';

/** Stands for a null reference in place of a key: no latin1 text. */
const nullKey = '\u{100}';

/**
 * The offsets in memory. A key that is known under another order of its fields keeps its stored bytes, because a
 * Java worker finds offsets by the bytes of their keys. One partition may have been stored under several orders: the
 * one asked for counts if it has an offset, else the one that was stored last; a reset concerns all of them.
 */
export class OffsetTable {
  /** By the stored key, as latin1 text so that foreign bytes survive too. */
  readonly #entries = new Map<string, ByteEntry>();
  /** The stored keys of one partition, the newest last. */
  readonly #variants = new Map<string, string[]>();

  load(entries: readonly ByteEntry[]): void {
    for (const entry of entries) this.put(entry);
  }

  get(key: string): string | null {
    return this.#entries.get(this.#storedKey(key))?.value?.toString('utf8') ?? null;
  }

  set(entry: OffsetEntry): void {
    for (const stored of this.storedForms(entry)) this.put(stored);
  }

  /** What an entry has to be stored as: under the bytes that its key has already, and a tombstone under all it has. */
  storedForms({ key, value }: OffsetEntry): ByteEntry[] {
    const bytes = value === null ? null : Buffer.from(value, 'utf8');
    const known = value === null ? (this.#variants.get(canonicalOffsetKey(key)) ?? []) : [];
    const keys = known.length > 0 ? known : [this.#storedKey(key)];
    return keys.map((stored) => ({ key: Buffer.from(stored, 'latin1'), value: bytes }));
  }

  /** Takes an entry as it is stored. */
  put(entry: ByteEntry): void {
    const stored = entry.key?.toString('latin1') ?? nullKey;
    this.#entries.set(stored, entry);
    if (entry.key === null) return;
    const canonical = canonicalOffsetKey(entry.key.toString('utf8'));
    const variants = this.#variants.get(canonical);
    if (variants === undefined) this.#variants.set(canonical, [stored]);
    else if (variants.at(-1) !== stored) {
      this.#variants.set(canonical, [...variants.filter((variant) => variant !== stored), stored]);
    }
  }

  entries(): ByteEntry[] {
    return [...this.#entries.values()];
  }

  /** The source partitions of a connector that have an offset, each once. */
  partitions(connector: string): SourcePartition[] {
    const found: SourcePartition[] = [];
    for (const variants of this.#variants.values()) {
      const stored = variants.find((variant) => this.#hasOffset(variant));
      if (stored === undefined) continue;
      const key = decodeOffsetKey(Buffer.from(stored, 'latin1').toString('utf8'));
      if (key?.connector === connector && key.partition !== null) found.push(key.partition);
    }
    return found;
  }

  #storedKey(key: string): string {
    const exact = Buffer.from(key, 'utf8').toString('latin1');
    if (this.#hasOffset(exact)) return exact;
    const variants = this.#variants.get(canonicalOffsetKey(key)) ?? [];
    const live = variants.findLast((variant) => this.#hasOffset(variant));
    if (live !== undefined) return live;
    return this.#entries.has(exact) ? exact : (variants.at(-1) ?? exact);
  }

  #hasOffset(stored: string): boolean {
    return (this.#entries.get(stored)?.value ?? null) !== null;
  }
}
