import { readFileSync } from 'node:fs';
import { RecordBatchBuilder, restampBatch, type Compression } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedTransactions } from './aborted-transactions.ts';
import { FetchMemory, ReceivedBytes } from './fetch-memory.ts';
import type { FetchedPartition } from './fetched-records.ts';
import { PartitionBuffer } from './partition-buffer.ts';
import type { Position } from './position.ts';

interface RecordedBatch {
  readonly control: boolean;
  readonly timestampType: string;
  readonly records: readonly { readonly offset: string; readonly timestamp: string }[];
}

interface Recorded {
  readonly magic: number;
  readonly codec: string;
  readonly kind: string;
  readonly hex: string;
  /** Absent for marks of transactions. */
  readonly batches?: readonly RecordedBatch[];
}

const file = new URL(
  '../../../../kafka-protocol/src/record-batch/fixtures/record-batches.json',
  import.meta.url,
);
const { cases: recorded } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Recorded[] };
const kinds: Readonly<Record<string, string>> = {
  NoTimestampType: 'none',
  CreateTime: 'create-time',
  LogAppendTime: 'log-append-time',
};

const place = { topic: 't', partition: 3 };

interface BatchShape {
  readonly offset: number;
  readonly count: number;
  readonly compression?: Compression;
  readonly leaderEpoch?: number;
  readonly producerId?: bigint;
  readonly transactional?: boolean;
}

function batchOf({ offset, count, compression = 'none', ...header }: BatchShape): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000, compression });
  for (let index = 0; index < count; index += 1) {
    builder.append({ timestamp: 1000 + offset + index, key: null, value: `v${offset + index}` });
  }
  return builder.finish({ baseOffset: BigInt(offset), ...header });
}

/** A batch over more offsets than it has records: the last ones are gone. */
function compacted({ span, ...shape }: BatchShape & { span: number }): Buffer {
  const batch = batchOf(shape);
  batch.writeInt32BE(span - 1, 23);
  // Stamping with a time makes the checksum anew.
  restampBatch(batch, { baseOffset: BigInt(shape.offset), leaderEpoch: -1, logAppendTime: 1n });
  return batch;
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

/** A buffer, and what its consumer holds in memory. */
function newBuffer(): { buffer: PartitionBuffer; memory: FetchMemory; add: Adding } {
  const buffer = new PartitionBuffer(place);
  const memory = new FetchMemory();
  const add: Adding = (records, { fromOffset = 0, aborted = null, responseBytes = records.length } = {}) => {
    const received = new ReceivedBytes(memory, responseBytes);
    return buffer.add({ records, fromOffset, aborted, received, broker: 'kafka:9092' });
  };
  return { buffer, memory, add };
}

type Adding = (records: Buffer, options?: AddOptions) => Position | null;

interface AddOptions {
  readonly fromOffset?: number;
  readonly aborted?: AbortedTransactions | null;
  /** Of the response that the records are a part of. */
  readonly responseBytes?: number;
}

const at = (offset: number): Position => ({ offset, leaderEpoch: null });

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
        const { buffer, memory, add } = newBuffer();
        expect(add(Buffer.concat(batches), { fromOffset })).toEqual(at(end));
        let position = fromOffset;
        const taken: FetchedPartition[] = [];
        for (let turn = 0; !buffer.isEmpty; turn += 1) {
          const part = buffer.take(at(position), { ...options, maxRecords: turns[turn % turns.length] ?? 1 });
          if (isRead[turn % isRead.length] === true) readAll(part);
          position = part.nextOffset;
          taken.push(part);
        }
        // Read again, in any order: what one turn left of a batch does not move under another.
        const offsets = taken.reverse().map(offsetsOf).reverse().flat();
        expect(offsets).toEqual(Array.from({ length: end - fromOffset }, (_, index) => fromOffset + index));
        expect(position).toBe(end);
        expect([buffer.sizeInBytes, memory.usedBytes]).toEqual([0, 0]);
      }),
    );
  });

  it('leaves out an incomplete batch at the end, and goes on before it', () => {
    const { buffer, add } = newBuffer();
    const records = Buffer.concat([
      batchOf({ offset: 0, count: 2 }),
      batchOf({ offset: 2, count: 9 }).subarray(0, 80),
    ]);
    expect(add(records)).toEqual(at(2));
    expect(offsetsOf(buffer.take(at(0), options))).toEqual([0, 1]);
  });

  it('passes over the marks of transactions, and goes on behind them', () => {
    const { buffer, add } = newBuffer();
    const records = Buffer.concat([
      batchOf({ offset: 0, count: 2, producerId: 9n, transactional: true }),
      markerAt(2, 9n, 0),
    ]);
    expect(add(records)).toEqual(at(3));
    const taken = buffer.take(at(0), options);
    expect(offsetsOf(taken)).toEqual([0, 1]);
    expect(taken.nextOffset).toBe(3);
  });

  it('hides the records of aborted transactions, and only those', () => {
    const { buffer, add } = newBuffer();
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
    add(records, { aborted });
    expect(offsetsOf(buffer.take(at(0), options))).toEqual([0, 4, 5, 7]);
  });

  it('hands out what stands before a corrupt batch first, then says where it is and where to go on', () => {
    const { buffer, add } = newBuffer();
    const corrupt = batchOf({ offset: 2, count: 3 });
    corrupt[corrupt.length - 2] = (corrupt.at(-2) ?? 0) ^ 1;
    add(Buffer.concat([batchOf({ offset: 0, count: 2 }), corrupt]));
    const before = buffer.take(at(0), options);
    expect(offsetsOf(before)).toEqual([0, 1]);
    expect(() => buffer.take(at(before.nextOffset), options)).toThrow(
      'Record batch of t-3 that ends at offset 4, from Kafka at kafka:9092, is corrupt: its checksum is wrong; ' +
        'to leave it out, go on at offset 5',
    );
    expect(offsetsOf(buffer.take(at(2), { ...options, checkCrcs: false }))).toEqual([2, 3, 4]);
  });

  it('names the partition when the bytes of a batch are no records', () => {
    const { buffer, add } = newBuffer();
    const garbled = batchOf({ offset: 0, count: 1 });
    garbled[61] = 0x7e;
    add(garbled);
    const cursor = buffer.take(at(0), { ...options, checkCrcs: false }).records();
    expect(() => cursor.next()).toThrow(
      /Record batch of t-3 that ends at offset 0, from Kafka at kafka:9092, is corrupt: malformed record batch/,
    );
  });

  it('refuses to show a record before the first and behind the last one', () => {
    const { buffer, add } = newBuffer();
    add(batchOf({ offset: 0, count: 1 }));
    const cursor = buffer.take(at(0), options).records();
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

  it.each(recorded)(
    'hands out, one at a time, the $kind records that Kafka wrote in format $magic with $codec',
    (vector) => {
      const { buffer, memory, add } = newBuffer();
      const records = Buffer.from(vector.hex, 'hex');
      const batches = vector.batches ?? [];
      add(records);
      const seen: string[][] = [];
      for (let next = at(0); !buffer.isEmpty;) {
        const part = buffer.take(next, { ...options, maxRecords: 1 });
        next = at(part.nextOffset);
        const cursor = part.records();
        while (cursor.next())
          seen.push([String(cursor.offset), String(cursor.timestampMs), cursor.timestampType]);
      }
      const expected = batches.flatMap(({ records: inBatch, control, timestampType }) =>
        control
          ? []
          : inBatch.map(({ offset, timestamp }) => [offset, timestamp, kinds[timestampType] ?? '']),
      );
      expect(seen).toEqual(expected);
      expect(memory.usedBytes).toBe(0);
    },
  );

  it('passes over batches of which compaction left nothing, and over the gaps in others', () => {
    const { buffer, add } = newBuffer();
    const records = Buffer.concat([
      compacted({ offset: 0, count: 0, span: 4 }),
      compacted({ offset: 4, count: 3, span: 10 }),
      compacted({ offset: 14, count: 0, span: 2 }),
    ]);
    expect(add(records)).toEqual(at(16));
    const first = buffer.take(at(0), { ...options, maxRecords: 2 });
    expect([offsetsOf(first), first.nextOffset]).toEqual([[4, 5], 6]);
    const rest = buffer.take(at(6), options);
    expect([offsetsOf(rest), rest.nextOffset, buffer.isEmpty]).toEqual([[6], 16, true]);
  });

  it('begins within a compressed batch with gaps at the offset that was asked for', () => {
    const { buffer, memory, add } = newBuffer();
    const batch = compacted({ offset: 0, count: 5, span: 9, compression: 'gzip' });
    add(batch, { fromOffset: 3 });
    const taken = buffer.take(at(3), { ...options, maxRecords: 1 });
    expect([offsetsOf(taken), taken.nextOffset]).toEqual([[3], 4]);
    // What was unpacked stays as long as records of it are waiting.
    expect(memory.usedBytes).toBeGreaterThan(batch.length);
    expect(offsetsOf(buffer.take(at(4), options))).toEqual([4]);
    expect(memory.usedBytes).toBe(0);
  });

  it('tells the leader epoch of the last record before the next offset', () => {
    const { buffer, add } = newBuffer();
    add(
      Buffer.concat([
        batchOf({ offset: 0, count: 2, leaderEpoch: 3 }),
        batchOf({ offset: 2, count: 2, leaderEpoch: 5 }),
      ]),
    );
    expect(buffer.take(at(0), { ...options, maxRecords: 2 })).toMatchObject({
      nextOffset: 2,
      nextLeaderEpoch: 3,
    });
    expect(buffer.take(at(2), options)).toMatchObject({ nextOffset: 4, nextLeaderEpoch: 5 });
  });

  it('says of bytes that are no batches who sent them, once what stands before was handed out', () => {
    const { buffer, add } = newBuffer();
    const unknown = batchOf({ offset: 2, count: 1 });
    unknown.writeInt8(7, 16);
    expect(add(Buffer.concat([batchOf({ offset: 0, count: 2 }), unknown]))).toEqual(at(2));
    expect(buffer.isFaulty).toBe(true);
    expect(offsetsOf(buffer.take(at(0), options))).toEqual([0, 1]);
    expect(() => buffer.take(at(2), options)).toThrow(
      'What Kafka at kafka:9092 sent of t-3 behind offset 2 are no record batches: ' +
        'record batch of unknown format version 7',
    );
  });

  it.each([
    ['beyond what a number can hold', (batch: Buffer) => batch.writeBigInt64BE(2n ** 62n, 0)],
    ['before its beginning', (batch: Buffer) => batch.writeInt32BE(-2, 23)],
    ['below zero', (batch: Buffer) => batch.writeBigInt64BE(-9n, 0)],
  ])('takes no batch that ends %s', (_where, damage) => {
    const { buffer, add } = newBuffer();
    const batch = batchOf({ offset: 0, count: 1 });
    damage(batch);
    add(batch);
    expect(() => buffer.take(at(0), options)).toThrow(
      /are no record batches: record batch that ends at offset/,
    );
  });

  it('has nothing new in a batch that is cut off, or all before the offset that was asked for', () => {
    const { buffer, memory, add } = newBuffer();
    expect(add(batchOf({ offset: 0, count: 9 }).subarray(0, 80))).toBeNull();
    expect(add(batchOf({ offset: 0, count: 9 }), { fromOffset: 9 })).toBeNull();
    expect([buffer.isEmpty, memory.usedBytes]).toEqual([true, 0]);
  });

  it('keeps a response in memory until its last part is used up, or only its own part once it is detached', () => {
    const { buffer, memory, add } = newBuffer();
    const batches = [0, 1, 2].map((index) => batchOf({ offset: index * 5, count: 5, compression: 'lz4' }));
    const records = Buffer.concat(batches);
    add(records, { responseBytes: 1_000_000 });
    readAll(buffer.take(at(0), { ...options, maxRecords: 7 }));
    expect(memory.usedBytes).toBeGreaterThanOrEqual(1_000_000);
    buffer.detach();
    expect(memory.usedBytes).toBe((batches[1]?.length ?? 0) + (batches[2]?.length ?? 0));
    expect(offsetsOf(buffer.take(at(7), options))).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(memory.usedBytes).toBe(0);
    add(records, { responseBytes: 1000 });
    buffer.clear();
    expect(memory.usedBytes).toBe(0);
  });
});
