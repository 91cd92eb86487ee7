import { EOL } from 'node:os';
import { DataError, type Schema } from '@sluice/connect-api';
import { ChunkPool } from '../chunk-pool.ts';
import { ChunkedBytes } from '../chunked-bytes.ts';
import type { FileEncoder, Format } from '../format.ts';
import { lineBlockBytes } from './line-block-bytes.ts';

/** Bytes as they are, with a separator behind each. */
export class BytesFormat implements Format {
  readonly extension: string;
  readonly #separator: Buffer;
  readonly #pool = new ChunkPool();

  constructor(extension: string, separator: string | null) {
    this.extension = extension;
    this.#separator = Buffer.from(separator ?? EOL);
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(_schema: Schema | null): FileEncoder {
    return new SeparatedBytes(this.#separator, this.#pool);
  }
}

class SeparatedBytes implements FileEncoder {
  readonly blockBytes = lineBlockBytes;
  rawBytes = 0;
  readonly #block: ChunkedBytes;
  readonly #separator: Buffer;

  constructor(separator: Buffer, pool: ChunkPool) {
    this.#separator = separator;
    this.#block = new ChunkedBytes(pool);
  }

  get heldBytes(): number {
    return this.#block.length;
  }

  add(value: unknown): void {
    if (!(value instanceof Uint8Array)) {
      throw new DataError('ByteArrayFormat writes bytes, and the value is none: use the ByteArrayConverter');
    }
    this.#block.bytes(value);
    this.#block.bytes(this.#separator);
    this.rawBytes += value.length + this.#separator.length;
  }

  take(): Uint8Array[] {
    return this.#block.lend();
  }

  end(): Uint8Array[] {
    return this.take();
  }

  release(): void {
    this.#block.release();
  }
}
