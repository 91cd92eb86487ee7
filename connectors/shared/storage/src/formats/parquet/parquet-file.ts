import type * as Library from 'hyparquet-writer';
import { ByteSource } from '../byte-source.ts';
import type { ChunkPool } from '../chunk-pool.ts';
import { ChunkedBytes } from '../chunked-bytes.ts';
import { addEncoded } from '../encoded-record.ts';
import type { FileEncoder } from '../format.ts';
import type { ParquetRows } from './parquet-rows.ts';

export type ParquetLibrary = Pick<typeof Library, 'ByteWriter' | 'ParquetWriter'>;

export interface ParquetOptions {
  readonly library: ParquetLibrary;
  /** What the library writes into: of its own, each file would keep as much as its largest row group took. */
  readonly bytes: InstanceType<ParquetLibrary['ByteWriter']>;
  readonly pool: ChunkPool;
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'ZSTD';
  readonly compress: ((input: Uint8Array) => Uint8Array) | null;
}

/** About what a row group takes up in memory while it is written; on disk it is a fraction of it. */
const rowGroupBytes = 16 * 1024 * 1024;

/** A Parquet file, which is written one row group at a time. */
export class ParquetFile implements FileEncoder {
  readonly blockBytes = rowGroupBytes;
  rawBytes = 0;
  readonly #rows: ParquetRows;
  readonly #held: ChunkedBytes;
  readonly #ready: ChunkedBytes;
  readonly #options: ParquetOptions;
  #writer: InstanceType<ParquetLibrary['ParquetWriter']> | null = null;
  #count = 0;
  #offset = 0;

  constructor(rows: ParquetRows, options: ParquetOptions) {
    this.#rows = rows;
    this.#held = new ChunkedBytes(options.pool);
    this.#ready = new ChunkedBytes(options.pool);
    this.#options = options;
  }

  get heldBytes(): number {
    return this.#held.length + this.#count * this.#rows.slotBytes;
  }

  add(value: unknown): void {
    this.rawBytes += addEncoded(this.#held, this.#rows.encode, value);
    this.#count += 1;
  }

  take(): Uint8Array[] {
    if (this.#count > 0) {
      const rows = new ByteSource(Buffer.concat(this.#held.lend()));
      this.#held.release();
      const columnData = this.#rows.read(rows, this.#count);
      this.#write((writer) => writer.write({ columnData, rowGroupSize: this.#count }));
      this.#count = 0;
    }
    return this.#ready.lend();
  }

  end(): Uint8Array[] {
    const rows = this.take();
    this.#write((writer) => writer.finish());
    return [...rows, ...this.#ready.lend()];
  }

  release(): void {
    this.#ready.release();
  }

  /** The library writes at once, where it does for all files of the format. */
  #write(work: (writer: InstanceType<ParquetLibrary['ParquetWriter']>) => unknown): void {
    const { bytes } = this.#options;
    bytes.offset = this.#offset;
    bytes.index = 0;
    this.#writer ??= this.#begin();
    void work(this.#writer);
    this.#offset = bytes.offset;
    this.#ready.bytes(bytes.getBytes());
  }

  /** Writes what a file begins with. */
  #begin(): InstanceType<ParquetLibrary['ParquetWriter']> {
    const { library, bytes, codec, compress } = this.#options;
    return new library.ParquetWriter({
      writer: bytes,
      schema: this.#rows.elements,
      codec,
      createdBy: 'sluice',
      ...(compress === null ? {} : { compressors: { [codec]: compress } }),
    });
  }
}
