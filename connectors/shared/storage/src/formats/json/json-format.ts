import type { Schema } from '@sluice/connect-api';
import { ChunkPool } from '../chunk-pool.ts';
import type { FileEncoder, Format } from '../format.ts';
import { TextLines } from '../lines/text-lines.ts';
import { compileJson, type DecimalFormat } from '@sluice/connector-json';

/** Each value as JSON, on a line. */
export class JsonFormat implements Format {
  readonly extension = '.json';
  readonly #decimalFormat: DecimalFormat;
  readonly #countsBytes: boolean;
  readonly #pool = new ChunkPool();
  #last: { readonly schema: Schema | null; readonly text: (value: unknown) => string } | null = null;

  constructor(decimalFormat: DecimalFormat, countsBytes: boolean) {
    this.#decimalFormat = decimalFormat;
    this.#countsBytes = countsBytes;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(schema: Schema | null): FileEncoder {
    if (this.#last?.schema !== schema || this.#last === null) {
      this.#last = { schema, text: compileJson(schema, { decimalFormat: this.#decimalFormat, path: '' }) };
    }
    return new TextLines(this.#last.text, this.#countsBytes, this.#pool);
  }
}
