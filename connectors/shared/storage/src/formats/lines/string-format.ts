import { formatJavaText, type Schema } from '@sluice/connect-api';
import { ChunkPool } from '../chunk-pool.ts';
import type { FileEncoder, Format } from '../format.ts';
import { TextLines } from './text-lines.ts';

/** Each value as Java prints it, on a line. */
export class StringFormat implements Format {
  readonly extension = '.txt';
  readonly #countsBytes: boolean;
  readonly #pool = new ChunkPool();

  constructor(countsBytes: boolean) {
    this.#countsBytes = countsBytes;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(schema: Schema | null): FileEncoder {
    const text = (value: unknown): string =>
      typeof value === 'string' ? value : formatJavaText(value ?? null, schema);
    return new TextLines(text, this.#countsBytes, this.#pool);
  }
}
