import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

/** A file as it is. */
export class PlainSource implements ByteSource {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** What is in the cache of the system, as logs mostly are, is read several times faster so than by another thread. */
  read(target: Buffer, position: number): Promise<number> {
    return Promise.resolve(readSync(this.#handle.fd, target, 0, target.length, position));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
