import { chunkBytes, type ChunkPool } from './chunk-pool.ts';

const encoder = new TextEncoder();

/** What a file holds until it is written. */
export class ChunkedBytes {
  length = 0;
  readonly #pool: ChunkPool;
  #chunks: Buffer[] = [];
  #lengths: number[] = [];
  #lent: Buffer[] = [];

  constructor(pool: ChunkPool) {
    this.#pool = pool;
  }

  /** Adds text, in UTF-8. */
  text(value: string): void {
    let rest = value;
    for (;;) {
      const { read, written } = encoder.encodeInto(rest, this.#space());
      this.#grow(written);
      if (read === rest.length) return;
      rest = rest.slice(read);
      // A character of several bytes may leave some at the end.
      this.#begin();
    }
  }

  /** Adds a copy: a few bytes of a large batch would keep all of it in memory. */
  bytes(value: Uint8Array): void {
    for (let at = 0; at < value.length;) {
      const space = this.#space();
      const part = value.subarray(at, at + space.length);
      space.set(part);
      this.#grow(part.length);
      at += part.length;
    }
  }

  /** Hands out what there is. It stays as it is until {@link release}. */
  lend(): Uint8Array[] {
    const parts = this.#chunks.map((chunk, index) => chunk.subarray(0, this.#lengths[index]));
    for (const chunk of this.#chunks) this.#lent.push(chunk);
    this.#chunks = [];
    this.#lengths = [];
    this.length = 0;
    return parts;
  }

  /** What was handed out is not needed any more. */
  release(): void {
    this.#pool.give(this.#lent);
    this.#lent = [];
  }

  #space(): Buffer {
    if (this.#chunks.length === 0 || this.#lengths.at(-1) === chunkBytes) this.#begin();
    return (this.#chunks.at(-1) as Buffer).subarray(this.#lengths.at(-1));
  }

  #begin(): void {
    this.#chunks.push(this.#pool.take());
    this.#lengths.push(0);
  }

  #grow(count: number): void {
    this.#lengths[this.#lengths.length - 1] = (this.#lengths.at(-1) as number) + count;
    this.length += count;
  }
}
