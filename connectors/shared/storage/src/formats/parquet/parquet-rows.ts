import { DataError, type Schema } from '@sluice/connect-api';
import type { SchemaElement } from 'hyparquet-writer';
import { structEncoder, type AvroEncoder } from '../avro/compile-avro.ts';
import type { ByteSource } from '../byte-source.ts';
import { compileParquet, type ParquetReader } from './compile-parquet.ts';
import { parquetSchemaOf } from './parquet-schema.ts';

/** About what a value and its place in an array take up beside its content. */
const slotBytes = 16;

interface Column {
  readonly name: string;
  readonly read: ParquetReader;
}

export interface ColumnData {
  readonly name: string;
  readonly data: unknown[];
}

/**
 * Structs of one schema, as rows and as columns. Until a row group is full its rows are held as Avro would write them: as
 * objects they are several times as large, and a text that was cut out of a message keeps the message.
 */
export class ParquetRows {
  readonly elements: SchemaElement[];
  /** Writes a struct as a row. */
  readonly encode: AvroEncoder;
  /** About what a row of values takes up beside its content. */
  readonly slotBytes: number;
  readonly #columns: readonly Column[];

  /** @throws DataError when Parquet has no counterpart for the schema. */
  constructor(schema: Schema) {
    if (schema.type !== 'STRUCT' || schema.fields.length === 0) {
      throw new DataError(`ParquetFormat writes structs with fields, and the value is ${schema.toString()}`);
    }
    this.elements = parquetSchemaOf(schema);
    this.slotBytes = slotBytes * this.elements.filter(({ type }) => type !== undefined).length;
    const options = { keepsMetadata: false, allowsOptionalMapKeys: false, refusesNullKeys: true };
    this.encode = structEncoder(schema, '', options);
    this.#columns = schema.fields.map(({ name, schema: field }) => ({ name, read: compileParquet(field) }));
  }

  /** Reads so many rows into columns. */
  read(source: ByteSource, count: number): ColumnData[] {
    const columns = this.#columns.map(({ name }): ColumnData => ({ name, data: [] }));
    for (let row = 0; row < count; row += 1) {
      for (let index = 0; index < columns.length; index += 1) {
        (columns[index] as ColumnData).data.push((this.#columns[index] as Column).read(source));
      }
    }
    return columns;
  }
}
