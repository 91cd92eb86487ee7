import { optionalSchemas, SchemaBuilder, schemas, Struct } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { ByteSource } from '../byte-source.ts';
import { compileAvro } from '../avro/compile-avro.ts';
import { ByteSink } from '../byte-sink.ts';
import { ParquetFormat } from './parquet-format.ts';
import { ParquetRows } from './parquet-rows.ts';

const options = { keepsMetadata: false, allowsOptionalMapKeys: false };
const counts = SchemaBuilder.map(optionalSchemas.string, schemas.int32).build();
const schema = SchemaBuilder.struct()
  .field('name', SchemaBuilder.string().optional().default('nobody').build())
  .field('counts', counts)
  .build();

function row(name: string | null, entries: readonly (readonly [string | null, number])[]): Struct {
  return new Struct(schema).put('name', name).put('counts', new Map(entries));
}

describe('rows of Parquet', () => {
  it('become columns with the same values, null where the default is something else as well', () => {
    const rows = new ParquetRows(schema);
    const sink = new ByteSink();
    rows.encode(sink, row('a', [['x', 1]]));
    rows.encode(sink, row(null, []));
    expect(rows.read(new ByteSource(sink.lend()), 2)).toEqual([
      { name: 'name', data: ['a', null] },
      { name: 'counts', data: [[{ key: 'x', value: 1 }], []] },
    ]);
  });

  it('have no null keys in maps, which Parquet does not have', () => {
    const rows = new ParquetRows(schema);
    expect(() => rows.encode(new ByteSink(), row('a', [[null, 1]]))).toThrow(
      "The field 'counts{}' is null and may not be",
    );
    // Avro does.
    compileAvro(counts, 'counts', options)(new ByteSink(), new Map([[null, 1]]));
  });

  it.each([1.5, 2 ** 31, -(2 ** 31) - 1, NaN])('do not take %s for an integer of 32 bits', (number) => {
    const encode = compileAvro(schemas.int32, 'count', options);
    expect(() => encode(new ByteSink(), number)).toThrow("The field 'count' is a");
  });
});

describe('integers of 64 bits', () => {
  it.each([2n ** 63n, -(2n ** 63n) - 1n, 2 ** 53])('are not %s', (number) => {
    const encode = compileAvro(schemas.int64, 'count', options);
    expect(() => encode(new ByteSink(), number)).toThrow("The field 'count' is a");
  });
});

describe('a Parquet file', () => {
  it('has nothing of a record that was refused in the middle, and takes those after it', async () => {
    const format = new ParquetFormat('none');
    await format.prepare();
    const file = format.begin(schema);
    expect(file.heldBytes).toBe(0);
    file.add(row('first', [['x', 1]]));
    const { heldBytes, rawBytes } = file;
    expect(() => file.add(row('refused', [[null, 1]]))).toThrow('counts');
    expect(file).toMatchObject({ heldBytes, rawBytes });
    file.add(row('second', []));
    const bytes = Buffer.concat(file.end()).toString('latin1');
    expect(bytes).toContain('first');
    expect(bytes).toContain('second');
    expect(bytes).not.toContain('refused');
    expect(file.heldBytes).toBe(0);
  });

  it('refuses schemas without fields', () => {
    expect(() => new ParquetRows(schemas.string)).toThrow('ParquetFormat writes structs with fields');
  });
});
