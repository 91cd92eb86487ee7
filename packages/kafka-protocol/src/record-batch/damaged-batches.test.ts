import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../wire/protocol-error.ts';
import { batchLayout } from './batch-layout.ts';
import { iterateBatches } from './iterate-batches.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';

const file = new URL('fixtures/record-batches.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { hex: string }[] };
const samples = cases.map(({ hex }) => Buffer.from(hex, 'hex'));
const maxDecompressedBytes = 1_000_000;

function readAll(bytes: Buffer): number {
  let recordCount = 0;
  for (const batch of iterateBatches(bytes, { maxDecompressedBytes })) {
    const cursor = batch.records();
    while (cursor.next()) {
      void [cursor.key, cursor.value, cursor.headers, cursor.timestamp, cursor.timestampNumber];
      recordCount += 1;
    }
  }
  return recordCount;
}

/** What reading throws that is no ProtocolError: it must succeed or say why not, and nothing else. */
function strayError(bytes: Buffer): unknown {
  try {
    readAll(bytes);
  } catch (error) {
    if (!(error instanceof ProtocolError)) return error;
  }
  return undefined;
}

function oneRecord(value: string): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1000 });
  builder.append({ timestamp: 1, key: null, value });
  return builder.finish();
}

/** A batch whose header says one record in `compression`, and whose records are these bytes. */
function compressedBatch(compression: number, content: Uint8Array): Buffer {
  const header = oneRecord('').subarray(0, batchLayout.records);
  const batch = Buffer.concat([header, content]);
  batch.writeInt32BE(batch.length - 12, batchLayout.length);
  batch.writeInt16BE(compression, batchLayout.attributes);
  return batch;
}

describe('iterateBatches', () => {
  it('leaves out a batch that is not complete, wherever it is cut', () => {
    const first = oneRecord('first');
    const second = oneRecord('second');
    const both = Buffer.concat([first, second]);
    for (let length = first.length; length < both.length; length += 1) {
      expect(readAll(both.subarray(0, length))).toBe(1);
    }
    expect(readAll(both)).toBe(2);
    expect(readAll(Buffer.alloc(0))).toBe(0);
  });

  it('refuses a format version that it does not know', () => {
    const batch = oneRecord('value');
    batch.writeInt8(3, batchLayout.magic);
    expect(() => readAll(batch)).toThrow('unknown format version 3');
  });

  it.each([-13, -1, 0, 13])('refuses a batch that claims a length of %i', (length) => {
    const batch = oneRecord('value');
    batch.writeInt32BE(length, batchLayout.length);
    expect(() => readAll(batch)).toThrow(ProtocolError);
  });

  it.each([-1, 0, 2, 2147483647])('refuses a batch of one record that claims to have %i', (recordCount) => {
    const batch = oneRecord('value');
    batch.writeInt32BE(recordCount, batchLayout.recordCount);
    expect(() => readAll(batch)).toThrow(ProtocolError);
  });

  it('reads or refuses batches with bits flipped', () => {
    const flips = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), flips, (bytes, flips) => {
        const damaged = Buffer.from(bytes);
        for (const flip of flips) {
          const position = Math.floor(flip / 8) % damaged.length;
          damaged[position] = (damaged[position] ?? 0) ^ (1 << (flip % 8));
        }
        expect(strayError(damaged)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('reads or refuses batches whose records are anything, in every compression', () => {
    const content = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), content, (compression, content) => {
        expect(strayError(compressedBatch(compression, content))).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('reads or refuses bytes that are anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(strayError(Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});

describe('a batch that would not fit into memory once decompressed', () => {
  const zeros = Buffer.alloc(4 * maxDecompressedBytes);

  it.each([
    ['gzip', 1, gzipSync(zeros)],
    ['zstd', 4, zstdCompressSync(zeros)],
  ])('is refused in %s', (_name, compression, content) => {
    expect(() => readAll(compressedBatch(compression, content))).toThrow(ProtocolError);
  });

  it.each(['snappy', 'lz4'] as const)('is refused in %s', (compression) => {
    const builder = new RecordBatchBuilder({ maxBytes: 1000, compression });
    builder.append({ timestamp: 1, key: null, value: zeros });
    expect(() => readAll(builder.finish())).toThrow(/of \d+ bytes, at most 1000000 are allowed/);
  });

  it('is refused where it claims more than its bytes could hold', () => {
    // A raw Snappy block that says 900,000 bytes come out of it.
    const claim = Buffer.from('a0f73600', 'hex');
    expect(() => readAll(compressedBatch(2, claim))).toThrow('snappy block of 4 bytes claims to hold 900000');
  });
});
