import { open, type FileHandle } from 'node:fs/promises';
import { EOL } from 'node:os';
import { ConnectError } from '@sluice/connect-api';
import type { LineOutput } from './line-output.ts';

/** Appends to a file, which is created when it is not there. */
export class AppendedFile implements LineOutput {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #regular = false;
  #dirty = false;

  constructor(path: string) {
    this.#path = path;
  }

  async open(): Promise<void> {
    try {
      this.#handle = await open(this.#path, 'a');
      this.#regular = (await this.#handle.stat()).isFile();
    } catch (cause) {
      throw new ConnectError(`Couldn't find or create file '${this.#path}' for FileStreamSinkTask`, {
        code: 'FILE_OPEN_FAILED',
        cause,
      });
    }
    if (this.#regular && (await this.#endsInsideLine())) await this.write(EOL);
  }

  async write(text: string | Uint8Array): Promise<void> {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    let written = 0;
    try {
      while (written < bytes.length) {
        const { bytesWritten } = await this.#opened().write(bytes, written);
        this.#dirty = true;
        written += bytesWritten;
      }
    } catch (cause) {
      throw new ConnectError(`Could not write to file '${this.#path}': ${reasonOf(cause)}`, {
        code: 'FILE_WRITE_FAILED',
        cause,
      });
    }
  }

  async sync(): Promise<void> {
    // Pipes and devices cannot be synchronised.
    if (!this.#dirty || !this.#regular) return;
    try {
      await this.#opened().datasync();
    } catch (cause) {
      throw new ConnectError(`Could not store file '${this.#path}' safely: ${reasonOf(cause)}`, {
        code: 'FILE_WRITE_FAILED',
        cause,
      });
    }
    this.#dirty = false;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  /**
   * Whether the last line has no end, as a crash or a full disk leaves it. The record it was part of is delivered
   * again and must not become the second half of that line.
   */
  async #endsInsideLine(): Promise<boolean> {
    let reader: FileHandle;
    try {
      reader = await open(this.#path, 'r');
    } catch {
      // Writing needs no permission to read.
      return false;
    }
    try {
      const { size } = await reader.stat();
      if (size === 0) return false;
      const { buffer } = await reader.read(Buffer.alloc(1), 0, 1, size - 1);
      return buffer[0] !== lineFeed;
    } finally {
      await reader.close();
    }
  }

  #opened(): FileHandle {
    if (this.#handle === null) throw new ConnectError(`File '${this.#path}' is not open`);
    return this.#handle;
  }
}

const lineFeed = 10;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
