import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DiskFile, type FsyncPolicy } from './disk-file.ts';
import type { Storage, StoredFile } from './storage.ts';

/** A folder of the file system. */
export class DiskStorage implements Storage {
  readonly #root: string;
  readonly #fsync: FsyncPolicy;

  constructor(root: string, fsync: FsyncPolicy) {
    this.#root = root;
    this.#fsync = fsync;
  }

  async open(path: string): Promise<StoredFile> {
    const target = join(this.#root, path);
    const file = await unlessMissing(DiskFile.open(target, this.#fsync));
    if (file !== null) return file;
    await mkdir(dirname(target), { recursive: true });
    const created = await DiskFile.create(target, this.#fsync);
    await this.#syncFolder(target);
    return created;
  }

  readAll(path: string): Promise<Buffer | null> {
    return unlessMissing(readFile(join(this.#root, path)));
  }

  async replace(path: string, content: Uint8Array): Promise<void> {
    const target = join(this.#root, path);
    const fresh = `${target}.new`;
    await mkdir(dirname(target), { recursive: true });
    const handle = await open(fresh, 'w');
    try {
      await handle.writeFile(content);
      if (this.#fsync === 'always') await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(fresh, target);
    await this.#syncFolder(target);
  }

  async rename(from: string, to: string): Promise<void> {
    const target = join(this.#root, to);
    await unlessMissing(rename(join(this.#root, from), target));
    await this.#syncFolder(target);
  }

  async list(path: string): Promise<readonly string[]> {
    return (await unlessMissing(readdir(join(this.#root, path)))) ?? [];
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.#root, path), { recursive: true, force: true });
  }

  // A file that survives a power cut is of no use under a name that does not.
  async #syncFolder(path: string): Promise<void> {
    if (this.#fsync === 'never') return;
    const folder = await open(dirname(path));
    await folder.sync();
    await folder.close();
  }
}

async function unlessMissing<T>(action: Promise<T>): Promise<T | null> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
