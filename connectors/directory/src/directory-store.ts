import { mkdir, readdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OpenStreams, type FileStore, type StagedFile, type StagingPlace } from '@sluice/connector-storage';
import { failedWith } from './file-failure.ts';
import { StagedLocalFile } from './staged-local-file.ts';

const openByDefault = 250;

/** Files of this machine. */
export class DirectoryStore implements FileStore {
  readonly #root: string;
  readonly #streams: OpenStreams;

  /** @param mostOpen - how many files are open at a time; 250 where it is not positive. */
  constructor(root: string, mostOpen: number) {
    this.#root = resolve(root);
    this.#streams = new OpenStreams(mostOpen > 0 ? mostOpen : openByDefault);
  }

  stage({ stagingFolder, extension }: StagingPlace): StagedFile {
    const name = `${crypto.randomUUID()}_tmp${extension}`;
    return new StagedLocalFile({
      folder: this.#path(stagingFolder),
      name,
      target: (path) => this.#path(path),
      streams: this.#streams,
    });
  }

  async list(folder: string, after: string | null): Promise<readonly string[]> {
    const names = await this.#read(folder, false);
    return after === null ? names : names.filter((name) => name > after);
  }

  async listDeep(folder: string): Promise<readonly string[]> {
    return this.#read(folder, true);
  }

  async removeFolder(folder: string): Promise<void> {
    try {
      await rm(this.#path(folder), { recursive: true, force: true });
    } catch (error) {
      throw failedWith(error, this.#path(folder), 'removed');
    }
  }

  async close(): Promise<void> {
    await this.#streams.closeAll();
  }

  async #read(folder: string, recursive: boolean): Promise<string[]> {
    const path = this.#path(folder);
    try {
      await mkdir(this.#root, { recursive: true });
      const entries = await readdir(path, { withFileTypes: true, recursive });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw failedWith(error, path, 'read');
    }
  }

  #path(path: string): string {
    return resolve(this.#root, path.replace(/^\/+/, ''));
  }
}
