import type { Storage, StoredFile } from '../src/storage/storage.ts';

/** What a process sees of a disk until it ends: from then on nothing of what it does arrives there. */
export class CrashingStorage implements Storage {
  readonly #disk: Storage;
  #crashed = false;

  constructor(disk: Storage) {
    this.#disk = disk;
  }

  crash(): void {
    this.#crashed = true;
  }

  async open(path: string): Promise<StoredFile> {
    const file = await this.#living(() => this.#disk.open(path));
    const living = <T>(action: () => Promise<T>): Promise<T> => this.#living(action);
    return {
      get size() {
        return file.size;
      },
      append: (parts) => living(() => file.append(parts)),
      read: (position, length) => living(() => file.read(position, length)),
      truncate: (size) => living(() => file.truncate(size)),
      close: () => Promise.resolve(),
    };
  }

  readAll(path: string): Promise<Buffer | null> {
    return this.#living(() => this.#disk.readAll(path));
  }

  replace(path: string, content: Uint8Array): Promise<void> {
    return this.#living(() => this.#disk.replace(path, content));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#living(() => this.#disk.rename(from, to));
  }

  list(path: string): Promise<readonly string[]> {
    return this.#living(() => this.#disk.list(path));
  }

  remove(path: string): Promise<void> {
    return this.#living(() => this.#disk.remove(path));
  }

  #living<T>(action: () => Promise<T>): Promise<T> {
    return this.#crashed ? Promise.reject(new Error('the process has ended')) : action();
  }
}
