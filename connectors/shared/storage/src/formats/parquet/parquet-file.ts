import { DataError, isStruct, type Schema } from '@sluice/connect-api';
import type * as Library from 'hyparquet-writer';
import type { FileEncoder } from '../format.ts';
import { wrongValue } from '../field-place.ts';
import { compileParquet, type ParquetValue, type Weight } from './compile-parquet.ts';
import { parquetSchemaOf } from './parquet-schema.ts';

export type ParquetLibrary = Pick<typeof Library, 'ByteWriter' | 'ParquetWriter'>;

export interface ParquetOptions {
  readonly library: ParquetLibrary;
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'ZSTD';
  readonly compress: ((input: Uint8Array) => Uint8Array) | null;
}

/** About the size of a row group in memory; on disk it is a fraction of it. */
const rowGroupBytes = 16 * 1024 * 1024;

interface Column {
  readonly name: string;
  readonly convert: ParquetValue;
  values: unknown[];
}

/** A Parquet file, which is written one row group at a time. */
export class ParquetFile implements FileEncoder {
  readonly blockBytes = rowGroupBytes;
  readonly #schema: Schema;
  readonly #columns: Column[];
  readonly #writer: InstanceType<ParquetLibrary['ParquetWriter']>;
  readonly #bytes: InstanceType<ParquetLibrary['ByteWriter']>;
  readonly #weight: Weight = { bytes: 0 };
  readonly #row: unknown[] = [];
  #writtenBytes = 0;

  constructor(schema: Schema, { library, codec, compress }: ParquetOptions) {
    if (schema.type !== 'STRUCT' || schema.fields.length === 0) {
      throw new DataError(`ParquetFormat writes structs with fields, and the value is ${schema.toString()}`);
    }
    this.#schema = schema;
    this.#columns = schema.fields.map(({ name, schema: field }) => ({
      name,
      convert: compileParquet(field, name, this.#weight),
      values: [],
    }));
    this.#bytes = new library.ByteWriter();
    this.#writer = new library.ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchemaOf(schema),
      codec,
      createdBy: 'sluice',
      ...(compress === null ? {} : { compressors: { [codec]: compress } }),
    });
  }

  get heldBytes(): number {
    return this.#weight.bytes;
  }

  get rawBytes(): number {
    return this.#writtenBytes + this.#weight.bytes;
  }

  add(value: unknown): void {
    if (!isStruct(value)) throw wrongValue('', this.#schema, value);
    const before = this.#weight.bytes;
    const columns = this.#columns;
    try {
      for (let index = 0; index < columns.length; index += 1) {
        this.#row[index] = (columns[index] as Column).convert(value.getAt(index));
      }
    } catch (error) {
      this.#weight.bytes = before;
      throw error;
    }
    for (let index = 0; index < columns.length; index += 1)
      (columns[index] as Column).values.push(this.#row[index]);
  }

  take(): Uint8Array[] {
    const count = this.#columns[0]?.values.length ?? 0;
    if (count > 0) {
      const columnData = this.#columns.map(({ name, values }) => ({ name, data: values }));
      void this.#writer.write({ columnData, rowGroupSize: count });
      for (const column of this.#columns) column.values = [];
      this.#writtenBytes += this.#weight.bytes;
      this.#weight.bytes = 0;
    }
    return this.#written();
  }

  end(): Uint8Array[] {
    const rows = this.take();
    void this.#writer.finish();
    return [...rows, ...this.#written()];
  }

  #written(): Uint8Array[] {
    if (this.#bytes.index === 0) return [];
    const bytes = Buffer.from(this.#bytes.getBytes());
    this.#bytes.index = 0;
    return [bytes];
  }
}
