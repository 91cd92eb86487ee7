import type { ChunkPool } from '../chunk-pool.ts';
import { ChunkedBytes } from '../chunked-bytes.ts';
import type { FileEncoder } from '../format.ts';
import { lineBlockBytes } from './line-block-bytes.ts';

/** Makes the text of a value, without the line end. @throws DataError */
export type LineText = (value: unknown) => string;

/** So much text becomes bytes at a time: many short texts that live long are what garbage collection takes time for. */
const textLength = 6 * 1024;

/** A file of lines. */
export class TextLines implements FileEncoder {
  readonly blockBytes = lineBlockBytes;
  #rawBytes = 0;
  #lines: string[] = [];
  #length = 0;
  readonly #block: ChunkedBytes;
  readonly #text: LineText;
  readonly #countsBytes: boolean;

  /** @param countsBytes - whether `rawBytes` is exact for other characters than ASCII, too, which takes time. */
  constructor(text: LineText, countsBytes: boolean, pool: ChunkPool) {
    this.#text = text;
    this.#countsBytes = countsBytes;
    this.#block = new ChunkedBytes(pool);
  }

  get rawBytes(): number {
    return this.#rawBytes;
  }

  get heldBytes(): number {
    return this.#block.length + this.#length;
  }

  add(value: unknown): void {
    const line = this.#text(value);
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#rawBytes += (this.#countsBytes ? Buffer.byteLength(line) : line.length) + 1;
    if (this.#length >= textLength) this.#toBytes();
  }

  take(): Uint8Array[] {
    this.#toBytes();
    return this.#block.lend();
  }

  end(): Uint8Array[] {
    return this.take();
  }

  release(): void {
    this.#block.release();
  }

  #toBytes(): void {
    if (this.#lines.length === 0) return;
    // Joining many texts at once takes much less than adding each to those before.
    this.#lines.push('');
    this.#block.text(this.#lines.join('\n'));
    this.#lines = [];
    this.#length = 0;
  }
}
