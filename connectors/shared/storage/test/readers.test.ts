import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonWith, runProgram } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AvroFormat } from '../src/formats/avro/avro-format.ts';
import type { Format } from '../src/formats/format.ts';
import { ParquetFormat } from '../src/formats/parquet/parquet-format.ts';
import { everyType, everyTypeRecords } from '../testing/every-type.ts';

const readers = ['pyarrow==26.0.1', 'fastavro==1.13.1', 'cramjam==2.14.0'];
const options = { keepsMetadata: true, allowsOptionalMapKeys: false };
const formats: readonly (readonly [string, Format])[] = [
  ...['null', 'deflate', 'snappy'].map((codec) => [`avro-${codec}`, new AvroFormat(codec, options)] as const),
  ['avro-plain', new AvroFormat('null', { keepsMetadata: false, allowsOptionalMapKeys: false })],
  ...['none', 'snappy', 'gzip', 'zstd'].map(
    (codec) => [`parquet-${codec}`, new ParquetFormat(codec)] as const,
  ),
];

let folder = '';
let seen: Record<string, object[]> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storage-readers-'));
  const files: string[] = [];
  for (const [name, format] of formats) {
    const file = join(folder, `${name}${format.extension}`);
    writeFileSync(file, await written(format, 400));
    files.push(file);
  }
  const python = await pythonWith(readers);
  const { exitCode, stdout, stderr } = await runProgram(python, [
    join(import.meta.dirname, 'read_files.py'),
    ...files,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  seen = JSON.parse(stdout) as typeof seen;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of several blocks or row groups. */
async function written(format: Format, rounds: number): Promise<Buffer> {
  await format.prepare();
  const file = format.begin(everyType);
  const parts: Uint8Array[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { value } of everyTypeRecords()) file.add(value);
    if (round % 150 === 0) parts.push(...file.take());
  }
  return Buffer.concat([...parts, ...file.end()]);
}

describe('files', () => {
  it.each(formats)(
    'of %s have every value of every type, as PyArrow and fastavro read them',
    (name, format) => {
      const rows = seen[join(folder, `${name}${format.extension}`)];
      expect(rows?.length).toBe(1200);
      const expected = everyTypeRecords().map((record) => record.seen);
      expect(rows?.slice(0, 3)).toEqual(expected);
      expect(rows?.slice(-3)).toEqual(expected);
    },
  );
});
