import type { FileEncoder } from '../format.ts';

/** Makes the text of a value, without the line end. @throws DataError */
export type LineText = (value: unknown) => string;

const blockBytes = 128 * 1024;

/** A file of lines. */
export class TextLines implements FileEncoder {
  readonly blockBytes = blockBytes;
  #rawBytes = 0;
  #lines: string[] = [];
  #length = 0;
  readonly #text: LineText;
  readonly #countsBytes: boolean;

  /** @param countsBytes - whether `rawBytes` is exact for other characters than ASCII, too, which takes time. */
  constructor(text: LineText, countsBytes: boolean) {
    this.#text = text;
    this.#countsBytes = countsBytes;
  }

  get rawBytes(): number {
    return this.#rawBytes;
  }

  get heldBytes(): number {
    return this.#length;
  }

  add(value: unknown): void {
    const line = this.#text(value);
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#rawBytes += (this.#countsBytes ? Buffer.byteLength(line) : line.length) + 1;
  }

  take(): Uint8Array[] {
    if (this.#lines.length === 0) return [];
    // Joining many texts at once takes much less than adding each to those before.
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#length = 0;
    return [Buffer.from(text)];
  }

  end(): Uint8Array[] {
    return this.take();
  }
}
