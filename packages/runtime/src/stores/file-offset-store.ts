import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConnectError, type SourcePartition } from '@sluice/connect-api';
import { decodeHashMapStream, encodeHashMapStream } from './java-hash-map-stream.ts';
import type { ListedOffsetStore, OffsetEntry } from './offset-store.ts';
import { OffsetTable } from './offset-table.ts';

/**
 * Offsets in one file in the format of a Java standalone worker (`offset.storage.file.filename`). Every write
 * replaces the whole file atomically, so that a kill leaves the old or the new one.
 */
export class FileOffsetStore implements ListedOffsetStore {
  readonly #path: string;
  #table = new OffsetTable();
  #lastWrite: Promise<void> = Promise.resolve();
  /** The write that has not begun yet, which takes along whatever is set until then. */
  #nextWrite: Promise<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  async start(): Promise<void> {
    const bytes = await this.#read();
    this.#table = new OffsetTable();
    if (bytes.length === 0) return;
    try {
      this.#table.load(decodeHashMapStream(bytes));
    } catch (error) {
      throw new ConnectError(
        `The offsets file ${this.#path} (offset.storage.file.filename) is damaged: ${(error as Error).message}. ` +
          'It was left as it is. Restore it from a copy, or move it away to start without offsets: ' +
          'sources then read from their beginning again.',
        { code: 'OFFSETS_FILE_CORRUPT', cause: error },
      );
    }
  }

  partitions(connector: string): Promise<SourcePartition[]> {
    return Promise.resolve(this.#table.partitions(connector));
  }

  get(keys: readonly string[]): Promise<(string | null)[]> {
    return Promise.resolve(keys.map((key) => this.#table.get(key)));
  }

  set(entries: readonly OffsetEntry[]): Promise<void> {
    for (const entry of entries) this.#table.set(entry);
    if (this.#nextWrite !== null) return this.#nextWrite;
    const write = this.#lastWrite.then(() => {
      this.#nextWrite = null;
      return this.#replaceFile(encodeHashMapStream(this.#table.entries()));
    });
    this.#nextWrite = write;
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  async stop(): Promise<void> {
    await this.#lastWrite;
  }

  async #read(): Promise<Buffer> {
    try {
      return await readFile(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
      throw new ConnectError(
        `The offsets file ${this.#path} (offset.storage.file.filename) cannot be read: ${(error as Error).message}`,
        { code: 'OFFSETS_FILE_UNREADABLE', cause: error },
      );
    }
  }

  async #replaceFile(bytes: Buffer): Promise<void> {
    const next = `${this.#path}.next`;
    try {
      const file = await open(next, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, this.#path);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      await rm(next, { force: true }).catch(() => undefined);
      throw new ConnectError(
        `Offsets could not be written to ${this.#path} (offset.storage.file.filename): ${(error as Error).message}`,
        { code: 'OFFSETS_WRITE_FAILED', cause: error },
      );
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
