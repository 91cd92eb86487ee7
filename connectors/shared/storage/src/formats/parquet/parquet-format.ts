import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DataError, type Schema } from '@sluice/connect-api';
import { ChunkPool } from '../chunk-pool.ts';
import type { FileEncoder, Format } from '../format.ts';
import { ParquetFile, type ParquetOptions } from './parquet-file.ts';
import { ParquetRows } from './parquet-rows.ts';

/** Files of columns. */
export class ParquetFormat implements Format {
  readonly extension = '.parquet';
  readonly #codecName: string;
  #options: ParquetOptions | null = null;
  #last: { readonly schema: Schema; readonly rows: ParquetRows } | null = null;

  constructor(codecName: string) {
    this.#codecName = codecName;
  }

  async prepare(): Promise<void> {
    const library = await import('hyparquet-writer');
    this.#options = {
      library,
      bytes: new library.ByteWriter(),
      pool: new ChunkPool(),
      ...(await loadCodec(this.#codecName)),
    };
  }

  begin(schema: Schema | null): FileEncoder {
    if (this.#options === null) throw new Error('The format was not prepared');
    if (schema === null) {
      throw new DataError(
        'ParquetFormat needs values with a schema, and this one has none: use a converter with schemas, or JsonFormat',
      );
    }
    if (this.#last?.schema !== schema) this.#last = { schema, rows: new ParquetRows(schema) };
    return new ParquetFile(this.#last.rows, this.#options);
  }
}

async function loadCodec(name: string): Promise<Pick<ParquetOptions, 'codec' | 'compress'>> {
  switch (name) {
    case 'snappy': {
      const { compressSync } = await import('snappy');
      return { codec: 'SNAPPY', compress: (input) => compressSync(Buffer.from(input)) };
    }
    case 'gzip':
      return { codec: 'GZIP', compress: (input) => gzipSync(input) };
    case 'zstd':
      return { codec: 'ZSTD', compress: (input) => zstdCompressSync(input) };
    default:
      return { codec: 'UNCOMPRESSED', compress: null };
  }
}
