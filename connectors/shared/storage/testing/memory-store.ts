import { RetriableError } from '@sluice/connect-api';
import type { FileStore, StagedFile, StagingPlace } from '../src/files/file-store.ts';

/** Files in memory; steps can be made to fail. */
export class MemoryStore implements FileStore {
  /** What is shown, by path. */
  readonly shown: Map<string, Buffer>;
  readonly staged = new Map<string, Buffer[]>();
  /** Called before each step, such as `publish`; may throw. */
  beforeStep: (step: string) => void = () => {};
  #count = 0;

  /** @param shown - the files of another one, which stay when it is given up. */
  constructor(shown = new Map<string, Buffer>()) {
    this.shown = shown;
  }

  stage({ stagingFolder, extension }: StagingPlace): StagedFile {
    this.#count += 1;
    const path = `${stagingFolder}/${this.#count}_tmp${extension}`;
    return {
      write: (bytes) => this.#step('write', () => void this.#partsOf(path).push(Buffer.from(bytes))),
      finish: () => this.#step('finish', () => void this.#partsOf(path)),
      publish: (target) => this.#step('publish', () => this.#publish(path, target)),
      discard: () => Promise.resolve(void this.staged.delete(path)),
    };
  }

  list(folder: string, after: string | null): Promise<readonly string[]> {
    const names = [...this.shown.keys()].filter((path) => folderOf(path) === folder).map(nameOf);
    return this.#step('list', () => names.filter((name) => after === null || name > after).toSorted());
  }

  listDeep(folder: string): Promise<readonly string[]> {
    return this.#step('list', () =>
      [...this.shown.keys()].filter((path) => path.startsWith(`${folder}/`)).map(nameOf),
    );
  }

  removeFolder(folder: string): Promise<void> {
    return this.#step('remove', () => {
      for (const path of this.staged.keys()) if (path.startsWith(`${folder}/`)) this.staged.delete(path);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #publish(path: string, target: string): void {
    if (!this.shown.has(target)) this.shown.set(target, Buffer.concat(this.#partsOf(path)));
    this.staged.delete(path);
  }

  #partsOf(path: string): Buffer[] {
    const parts = this.staged.get(path) ?? [];
    this.staged.set(path, parts);
    return parts;
  }

  async #step<T>(step: string, work: () => T): Promise<T> {
    await Promise.resolve();
    this.beforeStep(step);
    return work();
  }
}

/** What a store throws that is away for a while. */
export function away(): Error {
  return new RetriableError('The store is away');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
