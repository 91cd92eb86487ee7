import { DataError, isStruct, type Schema } from '@sluice/connect-api';
import type { SchemaElement } from 'hyparquet-writer';
import { compileAvro, type AvroEncoder } from '../avro/compile-avro.ts';
import type { ByteSink } from '../byte-sink.ts';
import type { ByteSource } from '../byte-source.ts';
import { wrongValue } from '../field-place.ts';
import { compileParquet, type ParquetReader } from './compile-parquet.ts';
import { parquetSchemaOf } from './parquet-schema.ts';

/** About what a value and its place in an array take up beside its content. */
const slotBytes = 16;

interface Column {
  readonly name: string;
  readonly encode: AvroEncoder;
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
  /** About what a row of values takes up beside its content. */
  readonly slotBytes: number;
  readonly #schema: Schema;
  readonly #columns: readonly Column[];

  /** @throws DataError when Parquet has no counterpart for the schema. */
  constructor(schema: Schema) {
    if (schema.type !== 'STRUCT' || schema.fields.length === 0) {
      throw new DataError(`ParquetFormat writes structs with fields, and the value is ${schema.toString()}`);
    }
    this.#schema = schema;
    this.elements = parquetSchemaOf(schema);
    this.slotBytes = slotBytes * this.elements.filter(({ type }) => type !== undefined).length;
    const options = { keepsMetadata: false, allowsOptionalMapKeys: false, refusesNullKeys: true };
    this.#columns = schema.fields.map(({ name, schema: field }) => ({
      name,
      encode: compileAvro(field, name, options),
      read: compileParquet(field),
    }));
  }

  /** @throws DataError when the value does not fit, naming the field; some of it may have been written. */
  write(sink: ByteSink, value: unknown): void {
    if (!isStruct(value)) throw wrongValue('', this.#schema, value);
    const columns = this.#columns;
    for (let index = 0; index < columns.length; index += 1) {
      (columns[index] as Column).encode(sink, value.getAt(index));
    }
  }

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
