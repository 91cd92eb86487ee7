import type { FileRange } from '../files/file-names.ts';
import type { StagedFile } from '../files/file-store.ts';
import type { FileEncoder } from '../formats/format.ts';

/** A file that records are being put into. */
export class OpenFile {
  readonly folder: string;
  readonly prefix: string;
  readonly encoder: FileEncoder;
  readonly #staged: StagedFile;
  readonly #startOffset: number;
  #endOffset: number;
  #isFinished = false;

  constructor(
    place: { readonly folder: string; readonly prefix: string },
    encoder: FileEncoder,
    parts: {
      readonly staged: StagedFile;
      readonly offset: number;
    },
  ) {
    this.folder = place.folder;
    this.prefix = place.prefix;
    this.encoder = encoder;
    this.#staged = parts.staged;
    this.#startOffset = parts.offset;
    this.#endOffset = parts.offset;
  }

  get range(): FileRange {
    return { startOffset: this.#startOffset, endOffset: this.#endOffset };
  }

  /** @throws DataError when the record cannot be represented; it is not in the file then. */
  add(offset: number, value: unknown): void {
    this.encoder.add(value);
    this.#endOffset = offset;
  }

  async flush(): Promise<void> {
    await this.#write(this.encoder.take());
  }

  /** Resolves when all of it is durable, if not visible. */
  async finish(): Promise<void> {
    if (this.#isFinished) return;
    await this.#write(this.encoder.end());
    await this.#staged.finish();
    this.#isFinished = true;
  }

  publish(path: string): Promise<void> {
    return this.#staged.publish(path);
  }

  discard(): Promise<void> {
    return this.#staged.discard();
  }

  async #write(parts: readonly Uint8Array[]): Promise<void> {
    for (const bytes of parts) await this.#staged.write(bytes);
    this.encoder.release?.();
  }
}
