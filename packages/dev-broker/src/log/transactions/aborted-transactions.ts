import { decodeJournal, encodeJournalLine } from '../../storage/journal-lines.ts';
import type { Storage } from '../../storage/storage.ts';
import { lastIndexWhere } from '../segment/segment-index.ts';

/** An aborted transaction as consumers are told of it. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Producer id, first offset, offset of the marker, and up to where everything was decided when that was written. */
type AbortEntry = readonly [number, number, number, number];

/**
 * The aborted transactions of one partition, in the order of their ends. An entry is stored before its marker is
 * written: one whose marker was not written lies beyond the end of the log and is dropped when that is opened.
 */
export class AbortedTransactions {
  readonly #storage: Storage;
  readonly #path: string;
  #entries: AbortEntry[];

  private constructor(storage: Storage, path: string, entries: AbortEntry[]) {
    this.#storage = storage;
    this.#path = path;
    this.#entries = entries;
  }

  /** `endOffset` is the end of the log as it was recovered. */
  static async open(storage: Storage, folder: string, endOffset: number): Promise<AbortedTransactions> {
    const path = `${folder}/aborted.journal`;
    const content = await storage.readAll(path);
    if (content === null) return new AbortedTransactions(storage, path, []);
    const { entries, validSize } = decodeJournal(content);
    const stored = entries as AbortEntry[];
    const kept = stored.filter(([, , lastOffset]) => lastOffset < endOffset);
    const aborted = new AbortedTransactions(storage, path, kept);
    if (kept.length < stored.length || validSize < content.length) await aborted.#rewrite();
    return aborted;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Makes sure that the entry will be there after a crash; readers see it only after `add`. */
  async store(entry: AbortEntry): Promise<void> {
    const file = await this.#storage.open(this.#path);
    try {
      await file.append([encodeJournalLine(entry)]);
    } finally {
      await file.close();
    }
  }

  add(entry: AbortEntry): void {
    const last = this.#entries.at(-1)?.[2] ?? -1;
    if (entry[2] > last) this.#entries.push(entry);
  }

  /** Those of which there may be records at `from` or later, but before `to`. */
  between(from: number, to: number): AbortedTransaction[] {
    const found: AbortedTransaction[] = [];
    const first = lastIndexWhere(this.#entries, ([, , lastOffset]) => lastOffset < from) + 1;
    for (let index = first; index < this.#entries.length; index += 1) {
      const [producerId = 0, firstOffset = 0, , decidedTo = 0] = this.#entries[index] ?? [];
      if (firstOffset < to) found.push({ producerId, firstOffset });
      // Whatever ended later began behind this.
      if (decidedTo >= to) break;
    }
    return found;
  }

  /** Forgets those that ended before the offset. */
  async removeBefore(offset: number): Promise<void> {
    const kept = this.#entries.filter(([, , lastOffset]) => lastOffset >= offset);
    if (kept.length === this.#entries.length) return;
    this.#entries = kept;
    await this.#rewrite();
  }

  async #rewrite(): Promise<void> {
    await this.#storage.replace(this.#path, Buffer.concat(this.#entries.map(encodeJournalLine)));
  }
}
