import { iterateBatches } from '@sluice/kafka-protocol';
import type { Storage, StoredFile } from '../../storage/storage.ts';
import { SegmentIndex } from '../segment/segment-index.ts';
import { indexed } from '../segment/segment.ts';

const flushBytes = 1024 * 1024;

/** A segment that compaction writes. */
export class CleanedSegment {
  readonly index = new SegmentIndex();
  readonly #file: StoredFile;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  private constructor(file: StoredFile) {
    this.#file = file;
  }

  static async create(storage: Storage, path: string): Promise<CleanedSegment> {
    return new CleanedSegment(await storage.open(path));
  }

  get size(): number {
    return this.#file.size + this.#pendingBytes;
  }

  add(bytes: Buffer): void {
    for (const batch of iterateBatches(bytes)) this.index.add(indexed(batch, this.size));
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  async flushIfLarge(): Promise<void> {
    if (this.#pendingBytes >= flushBytes) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    await this.#file.append(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
