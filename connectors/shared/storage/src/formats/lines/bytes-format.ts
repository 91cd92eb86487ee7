import { EOL } from 'node:os';
import { DataError, type Schema } from '@sluice/connect-api';
import type { FileEncoder, Format } from '../format.ts';

const blockBytes = 128 * 1024;

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
  readonly blockBytes = blockBytes;
  heldBytes = 0;
  rawBytes = 0;
  #parts: Uint8Array[] = [];
  readonly #separator: Buffer;

  constructor(separator: Buffer) {
    this.#separator = separator;
  }

  add(value: unknown): void {
    if (!(value instanceof Uint8Array)) {
      throw new DataError('ByteArrayFormat writes bytes, and the value is none: use the ByteArrayConverter');
    }
    this.#parts.push(value, this.#separator);
    const length = value.length + this.#separator.length;
    this.heldBytes += length;
    this.rawBytes += length;
  }

  take(): Uint8Array[] {
    if (this.#parts.length === 0) return [];
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.heldBytes = 0;
    return [bytes];
  }

  end(): Uint8Array[] {
    return this.take();
  }
}
