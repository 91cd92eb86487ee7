import { nameBefore, parseFileRange, type FileRange } from '../files/file-names.ts';
import type { FileStore } from '../files/file-store.ts';

export interface DurableRangesOptions {
  readonly store: FileStore;
  readonly padWidth: number;
  /** The committed offset, when it is one that this connector left there: all files before it are known to be complete. */
  readonly fromOffset: number | null;
}

const maxFolders = 1000;

/** Which records of a partition are in files already, by the names of the files; each folder is looked at once. */
export class DurableRanges {
  readonly #options: DurableRangesOptions;
  readonly #folders = new Map<string, readonly FileRange[]>();

  constructor(options: DurableRangesOptions) {
    this.#options = options;
  }

  isKnown(folder: string): boolean {
    return this.#folders.has(folder);
  }

  /** Whether a file in the folder has the record; the folder has to be known. */
  has(folder: string, offset: number): boolean {
    const ranges = this.#folders.get(folder);
    if (ranges === undefined || ranges.length === 0) return false;
    return ranges.some(({ startOffset, endOffset }) => startOffset <= offset && offset <= endOffset);
  }

  async look(folder: string, prefix: string): Promise<void> {
    const { store, padWidth, fromOffset } = this.#options;
    const after = fromOffset === null ? null : nameBefore(prefix, fromOffset, padWidth);
    const names = await store.list(folder, after);
    const ranges = names.map((name) => parseFileRange(prefix, name)).filter((range) => range !== null);
    if (this.#folders.size >= maxFolders) this.#folders.clear();
    this.#folders.set(
      folder,
      fromOffset === null ? ranges : ranges.filter(({ endOffset }) => endOffset >= fromOffset),
    );
  }

  /** Files may have been published without our knowing it. */
  forget(): void {
    this.#folders.clear();
  }
}
