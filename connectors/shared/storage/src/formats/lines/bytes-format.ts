import { EOL } from 'node:os';
import { DataError, type Schema } from '@sluice/connect-api';
import { ByteSink } from '../byte-sink.ts';
import type { FileEncoder, Format } from '../format.ts';
import { lineBlock } from './line-block.ts';

/** Bytes as they are, with a separator behind each. */
export class BytesFormat implements Format {
  readonly extension: string;
  readonly #separator: Buffer;

  constructor(extension: string, separator: string | null) {
    this.extension = extension;
    this.#separator = Buffer.from(separator ?? EOL);
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(_schema: Schema | null): FileEncoder {
    return new SeparatedBytes(this.#separator);
  }
}

class SeparatedBytes implements FileEncoder {
  readonly blockBytes = lineBlock.bytes;
  rawBytes = 0;
  /** A copy: a few bytes of a large batch would keep all of it in memory. */
  readonly #block = new ByteSink(lineBlock.firstBytes);
  readonly #separator: Buffer;

  constructor(separator: Buffer) {
    this.#separator = separator;
  }

  get heldBytes(): number {
    return this.#block.length;
  }

  add(value: unknown): void {
    if (!(value instanceof Uint8Array)) {
      throw new DataError('ByteArrayFormat writes bytes, and the value is none: use the ByteArrayConverter');
    }
    this.#block.raw(value);
    this.#block.raw(this.#separator);
    this.rawBytes += value.length + this.#separator.length;
  }

  take(): Uint8Array[] {
    return this.#block.length === 0 ? [] : [this.#block.lend()];
  }

  end(): Uint8Array[] {
    return this.take();
  }
}
