import { RecordBatchBuilder } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedTransactions } from './aborted-transactions.ts';
import type { FetchedPartition } from './fetched-records.ts';
import { PartitionBuffer } from './partition-buffer.ts';

const place = { topic: 't', partition: 3 };

interface BatchShape {
  readonly offset: number;
  readonly count: number;
  readonly producerId?: bigint;
  readonly transactional?: boolean;
}

function batchOf({ offset, count, ...header }: BatchShape): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000 });
  for (let index = 0; index < count; index += 1) {
    builder.append({ timestamp: 1000 + offset + index, key: null, value: `v${offset + index}` });
  }
  return builder.finish({ baseOffset: BigInt(offset), ...header });
}

/** A mark that ends a transaction: version 0, type 0 for abort or 1 for commit. */
function markerAt(offset: number, producerId: bigint, type: 0 | 1): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1000 });
  builder.append({ timestamp: 0, key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) });
  return builder.finish({ baseOffset: BigInt(offset), producerId, transactional: true, control: true });
}

function readAll(partition: FetchedPartition): [offset: number, value: string][] {
  const cursor = partition.records();
  const records: [number, string][] = [];
  while (cursor.next()) records.push([cursor.offset, String(cursor.value)]);
  return records;
}

const options = { maxRecords: 1000, checkCrcs: true };
const offsetsOf = (partition: FetchedPartition): number[] => readAll(partition).map(([offset]) => offset);

describe('the buffer of a partition', () => {
  it('hands out every record once and in order, whatever the sizes of batches and turns', () => {
    const shapes = fc.record({
      counts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      turns: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1 }),
      skipped: fc.nat(30),
      isRead: fc.array(fc.boolean(), { minLength: 1 }),
    });
    fc.assert(
      fc.property(shapes, ({ counts, turns, skipped, isRead }) => {
        let end = 100;
        const batches = counts.map((count) => batchOf({ offset: (end += count) - count, count }));
        const fromOffset = Math.min(100 + skipped, end - 1);
        const buffer = new PartitionBuffer(place);
        expect(buffer.add({ records: Buffer.concat(batches), fromOffset, aborted: null })).toBe(end);
        let position = fromOffset;
        const taken: FetchedPartition[] = [];
        for (let turn = 0; !buffer.isEmpty; turn += 1) {
          const part = buffer.take(position, { ...options, maxRecords: turns[turn % turns.length] ?? 1 });
          if (isRead[turn % isRead.length] === true) readAll(part);
          position = part.nextOffset;
          taken.push(part);
        }
        // Read again, in any order: what one turn left of a batch does not move under another.
        const offsets = taken.reverse().map(offsetsOf).reverse().flat();
        expect(offsets).toEqual(Array.from({ length: end - fromOffset }, (_, index) => fromOffset + index));
        expect(position).toBe(end);
        expect(buffer.sizeInBytes).toBe(0);
      }),
    );
  });

  it('leaves out an incomplete batch at the end, and goes on before it', () => {
    const buffer = new PartitionBuffer(place);
    const records = Buffer.concat([
      batchOf({ offset: 0, count: 2 }),
      batchOf({ offset: 2, count: 9 }).subarray(0, 80),
    ]);
    expect(buffer.add({ records, fromOffset: 0, aborted: null })).toBe(2);
    expect(offsetsOf(buffer.take(0, options))).toEqual([0, 1]);
  });

  it('passes over the marks of transactions, and goes on behind them', () => {
    const buffer = new PartitionBuffer(place);
    const records = Buffer.concat([
      batchOf({ offset: 0, count: 2, producerId: 9n, transactional: true }),
      markerAt(2, 9n, 0),
    ]);
    expect(buffer.add({ records, fromOffset: 0, aborted: null })).toBe(3);
    const taken = buffer.take(0, options);
    expect(offsetsOf(taken)).toEqual([0, 1]);
    expect(taken.nextOffset).toBe(3);
  });

  it('hides the records of aborted transactions, and only those', () => {
    const buffer = new PartitionBuffer(place);
    const aborted = new AbortedTransactions([{ producerId: 9n, firstOffset: 2n }]);
    const records = Buffer.concat([
      batchOf({ offset: 0, count: 1, producerId: 9n, transactional: true }),
      markerAt(1, 9n, 1),
      batchOf({ offset: 2, count: 2, producerId: 9n, transactional: true }),
      batchOf({ offset: 4, count: 1, producerId: 8n, transactional: true }),
      batchOf({ offset: 5, count: 1 }),
      markerAt(6, 9n, 0),
      batchOf({ offset: 7, count: 1, producerId: 9n, transactional: true }),
    ]);
    buffer.add({ records, fromOffset: 0, aborted });
    expect(offsetsOf(buffer.take(0, options))).toEqual([0, 4, 5, 7]);
  });

  it('hands out what stands before a corrupt batch first, then says where it is and where to go on', () => {
    const buffer = new PartitionBuffer(place);
    const corrupt = batchOf({ offset: 2, count: 3 });
    corrupt[corrupt.length - 2] = (corrupt.at(-2) ?? 0) ^ 1;
    buffer.add({
      records: Buffer.concat([batchOf({ offset: 0, count: 2 }), corrupt]),
      fromOffset: 0,
      aborted: null,
    });
    const before = buffer.take(0, options);
    expect(offsetsOf(before)).toEqual([0, 1]);
    expect(() => buffer.take(before.nextOffset, options)).toThrow(
      'Record batch of t-3 at offsets 2-4 is corrupt: its checksum is wrong; to leave it out, go on at offset 5',
    );
    expect(offsetsOf(buffer.take(2, { ...options, checkCrcs: false }))).toEqual([2, 3, 4]);
  });

  it('names the partition when the bytes of a batch are no records', () => {
    const buffer = new PartitionBuffer(place);
    const garbled = batchOf({ offset: 0, count: 1 });
    garbled[61] = 0x7e;
    buffer.add({ records: garbled, fromOffset: 0, aborted: null });
    const cursor = buffer.take(0, { ...options, checkCrcs: false }).records();
    expect(() => cursor.next()).toThrow(
      /Record batch of t-3 at offsets 0-0 is corrupt: malformed record batch/,
    );
  });

  it('refuses to show a record before the first and behind the last one', () => {
    const buffer = new PartitionBuffer(place);
    buffer.add({ records: batchOf({ offset: 0, count: 1 }), fromOffset: 0, aborted: null });
    const cursor = buffer.take(0, options).records();
    expect(() => cursor.value).toThrow(RangeError);
    expect([cursor.next(), cursor.timestampMs, cursor.timestampType, cursor.leaderEpoch]).toEqual([
      true,
      1000,
      'create-time',
      -1,
    ]);
    expect([cursor.next(), cursor.next()]).toEqual([false, false]);
    expect(() => cursor.value).toThrow(RangeError);
  });
});
