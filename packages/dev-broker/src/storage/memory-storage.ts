import type { Storage, StoredFile } from './storage.ts';

/** Files that live as long as this object: for brokers that keep nothing. */
export class MemoryStorage implements Storage {
  readonly #files = new Map<string, MemoryFile>();

  open(path: string): Promise<StoredFile> {
    const file = this.#files.get(path) ?? new MemoryFile();
    this.#files.set(path, file);
    return Promise.resolve(file);
  }

  async readAll(path: string): Promise<Buffer | null> {
    const file = this.#files.get(path);
    return file === undefined ? null : file.read(0, file.size);
  }

  async replace(path: string, content: Uint8Array): Promise<void> {
    const file = new MemoryFile();
    await file.append([content]);
    this.#files.set(path, file);
  }

  rename(from: string, to: string): Promise<void> {
    const file = this.#files.get(from);
    if (file !== undefined) this.#files.set(to, file);
    this.#files.delete(from);
    return Promise.resolve();
  }

  list(path: string): Promise<readonly string[]> {
    const prefix = `${path}/`;
    const names = new Set<string>();
    for (const file of this.#files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const [name = ''] = file.slice(prefix.length).split('/');
      names.add(name);
    }
    return Promise.resolve([...names]);
  }

  remove(path: string): Promise<void> {
    for (const file of this.#files.keys()) {
      if (file === path || file.startsWith(`${path}/`)) this.#files.delete(file);
    }
    return Promise.resolve();
  }
}

class MemoryFile implements StoredFile {
  #chunks: { readonly start: number; readonly bytes: Buffer }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(parts: readonly Uint8Array[]): Promise<void> {
    // Copied, for what is given may be a small piece of a large buffer and would keep all of it alive.
    const bytes = Buffer.concat(parts);
    this.#chunks.push({ start: this.#size, bytes });
    this.#size += bytes.length;
    return Promise.resolve();
  }

  read(position: number, length: number): Promise<Buffer> {
    const end = Math.min(position + length, this.#size);
    const pieces: Buffer[] = [];
    for (let index = this.#chunkAt(position); index < this.#chunks.length; index += 1) {
      const chunk = this.#chunks[index];
      if (chunk === undefined || chunk.start >= end) break;
      pieces.push(chunk.bytes.subarray(Math.max(0, position - chunk.start), end - chunk.start));
    }
    return Promise.resolve(Buffer.concat(pieces));
  }

  truncate(size: number): Promise<void> {
    const kept = this.#chunks.filter(({ start }) => start < size);
    const last = kept.pop();
    if (last !== undefined) kept.push({ ...last, bytes: last.bytes.subarray(0, size - last.start) });
    this.#chunks = kept;
    this.#size = size;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The last chunk that starts at or before the position. */
  #chunkAt(position: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const start = this.#chunks[middle]?.start ?? 0;
      if (start <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
