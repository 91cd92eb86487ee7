import { link, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OpenStreams, StagedFile } from '@sluice/connector-storage';
import { failedWith } from './file-failure.ts';

export interface StagedLocalFileOptions {
  readonly folder: string;
  readonly name: string;
  /** The path in the file system of a path in the store. */
  readonly target: (path: string) => string;
  readonly streams: OpenStreams;
}

/** What file systems without links answer. */
const noLinks: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']);

/** A file under another name until it is complete. */
export class StagedLocalFile implements StagedFile {
  readonly #options: StagedLocalFileOptions;
  readonly #path: string;
  #handle: FileHandle | null = null;
  #isMade = false;

  constructor(options: StagedLocalFileOptions) {
    this.#options = options;
    this.#path = join(options.folder, options.name);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#failing(this.#path, 'written', async () => {
      await this.#options.streams.use(this, async () => {
        const handle = await this.#open();
        for (let position = 0; position < bytes.length;) {
          position += (await handle.write(bytes, position)).bytesWritten;
        }
      });
    });
  }

  async finish(): Promise<void> {
    await this.#failing(this.#path, 'written', async () => {
      await this.#options.streams.use(this, async () => {
        const handle = await this.#open();
        await handle.datasync();
      });
      await this.#options.streams.release(this);
    });
  }

  async publish(path: string): Promise<void> {
    const target = this.#options.target(path);
    await this.#failing(target, 'created', async () => {
      await mkdir(dirname(target), { recursive: true });
      // Other than renaming, linking leaves a file alone that is there already.
      await link(this.#path, target).catch(async (error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') return;
        if (!noLinks.has(code)) throw error;
        await rename(this.#path, target);
      });
      await syncFolder(dirname(target));
      await rm(this.#path, { force: true });
    });
  }

  async discard(): Promise<void> {
    await this.#options.streams.release(this).catch(() => {});
    await rm(this.#path, { force: true }).catch(() => {});
  }

  /** Lets another file be open in place of this one. */
  async park(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle !== null) return this.#handle;
    if (!this.#isMade) await mkdir(this.#options.folder, { recursive: true });
    // When it is gone somebody else has taken over: it must not be made again with what is left.
    const handle = await open(this.#path, this.#isMade ? 'r+' : 'wx');
    if (this.#isMade) await handle.close();
    this.#handle = this.#isMade ? await open(this.#path, 'a') : handle;
    this.#isMade = true;
    return this.#handle;
  }

  async #failing(path: string, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw failedWith(error, path, what);
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
