import { decodeJournal, encodeJournalLine } from './journal-lines.ts';
import type { Storage, StoredFile } from './storage.ts';

const minCompactionBytes = 1024 * 1024;
const compactionFactor = 4;

export interface JournalOptions<Entry> {
  readonly storage: Storage;
  readonly path: string;
  /**
   * Called for each entry in order: for those of the file while it is opened, for new ones once they are safe.
   * Entries that come again must do no harm.
   */
  readonly apply: (entry: Entry) => void;
  /** The fewest entries that say the same as all that were applied. */
  readonly snapshot: () => Iterable<Entry>;
}

interface PendingEntry<Entry> {
  readonly entry: Entry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A small state on disk: changes are appended, and now and then the file is replaced by a snapshot. */
export class Journal<Entry> {
  readonly #options: JournalOptions<Entry>;
  #file: StoredFile;
  #compactAt = minCompactionBytes;
  #pending: PendingEntry<Entry>[] = [];
  #writing: Promise<void> | null = null;

  private constructor(options: JournalOptions<Entry>, file: StoredFile) {
    this.#options = options;
    this.#file = file;
  }

  static async open<Entry>(options: JournalOptions<Entry>): Promise<Journal<Entry>> {
    const file = await options.storage.open(options.path);
    const content = await file.read(0, file.size);
    try {
      const { entries, validSize } = decodeJournal(content);
      for (const entry of entries) options.apply(entry as Entry);
      if (validSize < file.size) await file.truncate(validSize);
    } catch (cause) {
      await file.close();
      throw new Error(`${options.path} cannot be read: ${String(cause)}`, { cause });
    }
    return new Journal(options, file);
  }

  /** Resolves when the entry outlives the process. */
  append(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ entry, resolve, reject });
      this.#writing ??= this.#writePending();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  // Whatever arrives during a write goes into the next one together.
  async #writePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        if (this.#file.size >= this.#compactAt) await this.#compact();
        await this.#file.append(batch.map(({ entry }) => encodeJournalLine(entry)));
        for (const { entry, resolve } of batch) {
          this.#options.apply(entry);
          resolve();
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = null;
  }

  async #compact(): Promise<void> {
    const { storage, path, snapshot } = this.#options;
    await storage.replace(path, Buffer.concat(Array.from(snapshot(), encodeJournalLine)));
    const compacted = await storage.open(path);
    await this.#file.close();
    this.#file = compacted;
    this.#compactAt = Math.max(minCompactionBytes, compacted.size * compactionFactor);
  }
}
