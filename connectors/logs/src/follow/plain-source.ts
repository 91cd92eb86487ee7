import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

/** A file as it is. */
export class PlainSource implements ByteSource {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async read(target: Buffer, position: number): Promise<number> {
    const { bytesRead } = await this.#handle.read(target, 0, target.length, position);
    return bytesRead;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
