import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Compression } from './compression/compression.ts';
import { iterateBatches } from './iterate-batches.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import type { RecordBatchView } from './record-batch-view.ts';
import type { Encoded, RecordInput } from './record-input.ts';
import { restampBatch } from './restamp-batch.ts';

const compressions: Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const headerSize = 61;
const unlimited = { maxBytes: 100_000_000 };

const encoded: fc.Arbitrary<Encoded> = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  // Around the lengths at which a length prefix grows by a byte.
  fc.constantFrom(63, 64, 65, 8191, 8192).map((length) => 'x'.repeat(length)),
  fc.constantFrom(21, 31, 32, 64, 4096).map((length) => 'é'.repeat(length)),
  fc.uint8Array({ maxLength: 300 }),
);

const timestamp = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

const record: fc.Arbitrary<RecordInput> = fc.record({
  timestamp,
  key: encoded,
  value: encoded,
  headers: fc.array(fc.record({ key: fc.string({ maxLength: 80 }), value: encoded }), { maxLength: 3 }),
});

function bytesOf(value: Encoded): string | null {
  return value === null ? null : Buffer.from(value).toString('hex');
}

function asBytes({ timestamp, key, value, headers = [] }: RecordInput): unknown {
  return {
    timestamp: BigInt(timestamp),
    key: bytesOf(key),
    value: bytesOf(value),
    headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })),
  };
}

function build(records: readonly RecordInput[], compression: Compression = 'none'): Buffer {
  const builder = new RecordBatchBuilder({ ...unlimited, compression });
  for (const record of records) expect(builder.append(record)).toBe(true);
  return builder.finish();
}

function onlyBatch(bytes: Buffer): RecordBatchView {
  const [batch, ...others] = iterateBatches(bytes);
  expect(others).toEqual([]);
  if (batch === undefined) throw new Error('no batch was read');
  return batch;
}

function recordsOf(batch: RecordBatchView): RecordInput[] {
  const cursor = batch.records();
  const records: RecordInput[] = [];
  while (cursor.next()) {
    const { timestamp, key, value, headers } = cursor;
    records.push({ timestamp, key, value, headers });
  }
  return records;
}

describe('RecordBatchBuilder', () => {
  it.each(compressions)(
    'writes records that are read back as they were, compressed with %s',
    (compression) => {
      fc.assert(
        fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (records) => {
          const batch = onlyBatch(build(records, compression));
          expect(recordsOf(batch).map((read) => asBytes(read))).toEqual(
            records.map((written) => asBytes(written)),
          );
          expect(batch.verifyCrc()).toBe(true);
          expect(batch.compression).toBe(compression);
          expect(batch.recordCount).toBe(records.length);
          expect(batch.lastOffset).toBe(BigInt(records.length - 1));
        }),
      );
    },
  );

  it('never exceeds its limit with more than one record, and stays as it was when it refuses one', () => {
    const limit = fc.integer({ min: 100, max: 2000 });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), limit, (records, maxBytes) => {
        const builder = new RecordBatchBuilder({ maxBytes });
        const accepted = records.filter((record) => builder.append(record));
        const { sizeInBytes } = builder;
        const batch = builder.finish();
        expect(batch).toHaveLength(sizeInBytes);
        expect(batch.length <= maxBytes || accepted.length === 1).toBe(true);
        expect(recordsOf(onlyBatch(batch)).map((read) => asBytes(read))).toEqual(
          accepted.map((written) => asBytes(written)),
        );
      }),
    );
  });

  it('fills a batch to the last byte', () => {
    const record = { timestamp: 1, key: null, value: 'x'.repeat(50) };
    const size = build([record, record]).length;
    const fits = new RecordBatchBuilder({ maxBytes: size });
    expect([fits.append(record), fits.append(record), fits.append(record)]).toEqual([true, true, false]);
    const tooSmall = new RecordBatchBuilder({ maxBytes: size - 1 });
    expect([tooSmall.append(record), tooSmall.append(record)]).toEqual([true, false]);
  });

  it('takes one record that is larger than its limit', () => {
    const builder = new RecordBatchBuilder({ maxBytes: 100 });
    const value = 'ž'.repeat(100_000);
    expect(builder.append({ timestamp: 1, key: null, value })).toBe(true);
    expect(recordsOf(onlyBatch(builder.finish()))[0]?.value?.toString()).toBe(value);
  });

  it('writes what the broker checks into the header', () => {
    const builder = new RecordBatchBuilder(unlimited);
    expect(builder.isEmpty).toBe(true);
    builder.append({ timestamp: 20, key: 'k', value: null });
    builder.append({ timestamp: 30n, key: null, value: 'v' });
    builder.append({ timestamp: 10, key: null, value: 'v' });
    const header = { producerId: 5n, producerEpoch: 6, baseSequence: 7, transactional: true, baseOffset: 8n };
    const batch = onlyBatch(builder.finish(header));
    expect(batch).toMatchObject({
      baseOffset: 8n,
      lastOffset: 10n,
      leaderEpoch: -1,
      producerId: 5n,
      producerEpoch: 6,
      baseSequence: 7,
      isTransactional: true,
      isControl: false,
      firstTimestamp: 20n,
      maxTimestamp: 30n,
      timestampType: 'create-time',
    });
  });

  it('has no producer where none is given', () => {
    const batch = onlyBatch(build([{ timestamp: 0, key: null, value: null }]));
    expect(batch).toMatchObject({
      producerId: -1n,
      producerEpoch: -1,
      baseSequence: -1,
      isTransactional: false,
    });
  });

  it('compresses harder at a higher level', () => {
    const value = Array.from({ length: 2000 }, (_, index) => `line ${index * index}`).join('\n');
    const sizes = [1, 9].map((compressionLevel) => {
      const builder = new RecordBatchBuilder({ ...unlimited, compression: 'gzip', compressionLevel });
      builder.append({ timestamp: 1, key: null, value });
      return builder.finish().length;
    });
    expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
  });
});

describe('restampBatch', () => {
  it('gives a batch its offset and epoch and leaves its checksum valid', () => {
    const bytes = build([
      { timestamp: 1, key: null, value: 'a' },
      { timestamp: 2, key: null, value: 'b' },
    ]);
    restampBatch(bytes, { baseOffset: 1000n, leaderEpoch: 3 });
    const batch = onlyBatch(bytes);
    expect(batch).toMatchObject({ baseOffset: 1000n, lastOffset: 1001n, leaderEpoch: 3 });
    expect(batch.verifyCrc()).toBe(true);
  });

  it('puts the time of the broker in place of every timestamp where the topic wants it', () => {
    const bytes = build([
      { timestamp: 1, key: null, value: 'a' },
      { timestamp: 2, key: null, value: 'b' },
    ]);
    restampBatch(bytes, { baseOffset: 0n, leaderEpoch: 0, logAppendTime: 99n });
    const batch = onlyBatch(bytes);
    expect(batch.timestampType).toBe('log-append-time');
    expect(batch.verifyCrc()).toBe(true);
    expect(recordsOf(batch).map(({ timestamp }) => timestamp)).toEqual([99n, 99n]);
  });
});

describe('a checksum', () => {
  it('tells every flipped bit behind it', () => {
    const bytes = build([{ timestamp: 1, key: 'key', value: 'value' }]);
    for (let bit = 21 * 8; bit < bytes.length * 8; bit += 1) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(onlyBatch(damaged).verifyCrc()).toBe(false);
    }
    expect(bytes.length).toBeGreaterThan(headerSize);
  });
});
