import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { StoredFile } from './storage.ts';

/**
 * When written bytes are forced to the disk: `never` leaves it to the operating system, which survives the
 * end of this process but not a power cut; `always` does it before every acknowledgement; a number does it so many
 * milliseconds after a write at the latest.
 */
export type FsyncPolicy = 'never' | 'always' | number;

export class DiskFile implements StoredFile {
  readonly #handle: FileHandle;
  readonly #fsync: FsyncPolicy;
  #size: number;
  #flushTimer: NodeJS.Timeout | null = null;

  private constructor(handle: FileHandle, size: number, fsync: FsyncPolicy) {
    this.#handle = handle;
    this.#size = size;
    this.#fsync = fsync;
  }

  /** Opens a file that is there. */
  static async open(path: string, fsync: FsyncPolicy): Promise<DiskFile> {
    const handle = await open(path, constants.O_RDWR);
    const { size } = await handle.stat();
    return new DiskFile(handle, size, fsync);
  }

  static async create(path: string, fsync: FsyncPolicy): Promise<DiskFile> {
    return new DiskFile(await open(path, constants.O_RDWR | constants.O_CREAT), 0, fsync);
  }

  get size(): number {
    return this.#size;
  }

  async append(parts: readonly Uint8Array[]): Promise<void> {
    const byteCount = parts.reduce((sum, part) => sum + part.length, 0);
    try {
      await this.#writeAll(parts, byteCount);
      if (this.#fsync === 'always') await this.#handle.datasync();
    } catch (error) {
      // Whatever arrived lies beyond `size`; cutting it may fail for the same reason as writing did,
      // and then the next append writes over it.
      await this.#handle.truncate(this.#size).catch(() => undefined);
      throw error;
    }
    this.#size += byteCount;
    this.#flushSoon();
  }

  async read(position: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.#size - position));
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#handle.read(buffer, filled, wanted - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled === wanted ? buffer : buffer.subarray(0, filled);
  }

  async truncate(size: number): Promise<void> {
    await this.#handle.truncate(size);
    this.#size = size;
  }

  async close(): Promise<void> {
    const isUnflushed = this.#flushTimer !== null;
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    if (isUnflushed) await this.#handle.datasync();
    await this.#handle.close();
  }

  #flushSoon(): void {
    if (typeof this.#fsync !== 'number' || this.#flushTimer !== null) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = null;
      // What cannot be flushed now is tried again with the next write, and when the file is closed.
      this.#handle.datasync().catch(() => undefined);
    }, this.#fsync);
    this.#flushTimer.unref();
  }

  // One call usually writes all; a disk that is about to be full takes a part of it first.
  async #writeAll(parts: readonly Uint8Array[], byteCount: number): Promise<void> {
    const { bytesWritten } = await this.#handle.writev([...parts], this.#size);
    if (bytesWritten === byteCount) return;
    const whole = Buffer.concat(parts);
    let written = bytesWritten;
    while (written < byteCount) {
      const result = await this.#handle.write(whole, written, byteCount - written, this.#size + written);
      written += result.bytesWritten;
    }
  }
}
