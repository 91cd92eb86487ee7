import type { RecordBatchView } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../storage/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { makeBatch, makeLargeBatch, readValues, viewOf } from './fixtures/make-batch.ts';
import { testLogSettings } from './fixtures/log-settings.ts';
import type { LogSettings } from './log-settings.ts';
import { PartitionLog, type LogOptions } from './partition-log.ts';
import { SegmentPool } from './segment/segment-pool.ts';

const folder = 'topic/0';
const kib = 1024;
const everything = { maxBytes: 100 * kib * kib, atLeastOne: true };

let storage: Storage;
let pool: SegmentPool;
let settings: LogSettings;
let nowMs: number;
let problems: string[];

beforeEach(() => {
  storage = new MemoryStorage();
  pool = new SegmentPool();
  settings = testLogSettings;
  nowMs = 1_000_000;
  problems = [];
});

afterEach(() => pool.close());

function open(changed: Partial<LogOptions> = {}): Promise<PartitionLog> {
  return PartitionLog.open({
    storage,
    folder,
    pool,
    settings: () => settings,
    now: () => nowMs,
    producerExpirationMs: 1000,
    onError: (message) => problems.push(message),
    onCut: (_folder, bytes) => problems.push(`cut ${bytes}`),
    ...changed,
  });
}

function numbered(from: number, count: number): RecordBatchView {
  return makeBatch({ values: Array.from({ length: count }, (_each, index) => String(from + index)) });
}

async function valuesFrom(log: PartitionLog, from: number): Promise<[number, string][]> {
  const values: [number, string][] = [];
  for (let offset = from; offset < log.endOffset;) {
    const records = await log.read(offset, everything);
    if (typeof records === 'string') throw new Error(records);
    values.push(...readValues(records));
    offset = (values.at(-1)?.[0] ?? offset) + 1;
  }
  return values.filter(([offset]) => offset >= from);
}

describe('a partition log', () => {
  it('gives each batch the next offsets, and gives them back in order', async () => {
    const log = await open();
    const outcomes = await Promise.all([
      log.append(numbered(0, 2)),
      log.append(numbered(2, 3)),
      log.append(numbered(5, 1)),
    ]);
    expect(outcomes.map(({ error, baseOffset }) => [error, baseOffset])).toEqual([
      ['NONE', 0],
      ['NONE', 2],
      ['NONE', 5],
    ]);
    expect(log.endOffset).toBe(6);
    expect(await valuesFrom(log, 0)).toEqual([0, 1, 2, 3, 4, 5].map((each) => [each, String(each)]));
  });

  it('writes batches that verify with their offsets', async () => {
    const log = await open();
    await log.append(numbered(0, 2));
    await log.append(numbered(2, 2));
    const records = await log.read(2, everything);
    const batch = viewOf(records as Buffer);
    expect([batch.baseOffset, batch.leaderEpoch, batch.verifyCrc()]).toEqual([2n, 0, true]);
  });

  it('reads from the batch that holds the offset, as much as fits in whole batches', async () => {
    const log = await open();
    for (let index = 0; index < 5; index += 1) await log.append(numbered(index * 2, 2));
    const size = numbered(0, 2).sizeInBytes;
    const records = (await log.read(3, { maxBytes: size * 2 + 5, atLeastOne: true })) as Buffer;
    expect(readValues(records).map(([offset]) => offset)).toEqual([2, 3, 4, 5]);
  });

  it('gives a batch that is larger than asked for only where one is wanted in any case', async () => {
    const log = await open();
    await log.append(makeLargeBatch(10));
    expect(await log.read(0, { maxBytes: 100, atLeastOne: false })).toHaveLength(0);
    expect(readValues((await log.read(0, { maxBytes: 100, atLeastOne: true })) as Buffer)).toHaveLength(10);
    expect(readValues((await log.read(0, { maxBytes: 0, atLeastOne: true })) as Buffer)).toHaveLength(10);
  });

  it('tells the end from offsets that it does not have', async () => {
    const log = await open();
    await log.append(numbered(0, 2));
    expect(await log.read(2, everything)).toHaveLength(0);
    expect(await log.read(3, everything)).toBe('OFFSET_OUT_OF_RANGE');
    expect(await log.read(-1, everything)).toBe('OFFSET_OUT_OF_RANGE');
  });

  it('starts a new segment when one is full, and reads across all of them', async () => {
    const log = await open();
    for (let index = 0; index < 40; index += 1) await log.append(makeLargeBatch(20));
    const segments = (await storage.list(folder)).filter((name) => name.endsWith('.log'));
    expect(segments).toHaveLength(14);
    expect((await valuesFrom(log, 0)).map(([offset]) => offset)).toEqual(
      Array.from({ length: 800 }, (_each, index) => index),
    );
    expect((await valuesFrom(log, 415)).length).toBe(385);
  });

  it('gives a batch that is larger than a segment one of its own', async () => {
    const log = await open();
    const sizes = [1, 100, 1, 100, 100];
    await Promise.all(sizes.map((count) => log.append(makeLargeBatch(count))));
    expect((await valuesFrom(log, 0)).length).toBe(302);
    expect((await storage.list(folder)).filter((name) => name.endsWith('.log'))).toHaveLength(5);
  });

  it('holds the same after it was closed and opened again', async () => {
    const log = await open();
    for (let index = 0; index < 20; index += 1) await log.append(numbered(index * 100, 100));
    const before = await valuesFrom(log, 0);
    await log.close();
    const again = await open();
    expect([again.startOffset, again.endOffset]).toEqual([0, 2000]);
    expect(await valuesFrom(again, 0)).toEqual(before);
    expect((await again.append(numbered(0, 1))).baseOffset).toBe(2000);
    expect(problems).toEqual([]);
  });

  it('holds the same when the process just ended', async () => {
    const log = await open();
    for (let index = 0; index < 20; index += 1) await log.append(makeLargeBatch(10));
    const again = await open({ pool: new SegmentPool() });
    expect(await valuesFrom(again, 0)).toEqual(await valuesFrom(log, 0));
    expect(problems).toEqual([]);
  });

  it('says what it had to cut off', async () => {
    const log = await open();
    await log.append(numbered(0, 3));
    await (await storage.open(`${folder}/00000000000000000000.log`)).append([Buffer.from('torn')]);
    const again = await open();
    expect([again.endOffset, problems]).toEqual([3, ['cut 4']]);
  });

  it('writes a batch of an idempotent producer once, however often it comes', async () => {
    const log = await open();
    const batch = (sequence: number): RecordBatchView =>
      makeBatch({ values: ['x'], producerId: 1n, producerEpoch: 0, baseSequence: sequence });
    const outcomes = await Promise.all([
      log.append(batch(0)),
      log.append(batch(0)),
      log.append(batch(1)),
      log.append(batch(5)),
    ]);
    expect(outcomes.map(({ error, baseOffset }) => [error, baseOffset])).toEqual([
      ['NONE', 0],
      ['NONE', 0],
      ['NONE', 1],
      ['OUT_OF_ORDER_SEQUENCE_NUMBER', -1],
    ]);
    expect(log.endOffset).toBe(2);
    await log.close();
    const again = await open();
    expect((await again.append(batch(1))).baseOffset).toBe(1);
    expect(again.endOffset).toBe(2);
  });

  it('keeps nothing of a write that failed, and takes the same batch later', async () => {
    const log = await open();
    await log.append(numbered(0, 1));
    const file = await storage.open(`${folder}/00000000000000000000.log`);
    const append = file.append.bind(file);
    file.append = () => Promise.reject(new Error('no space left'));
    const batch = makeBatch({ values: ['x'], producerId: 1n, producerEpoch: 0, baseSequence: 0 });
    expect((await log.append(batch)).error).toBe('KAFKA_STORAGE_ERROR');
    expect([log.endOffset, problems]).toEqual([1, ['records could not be written']]);
    file.append = append;
    expect(await log.append(batch)).toMatchObject({ error: 'NONE', baseOffset: 1 });
  });

  it('puts its own time on records where the topic wants that', async () => {
    settings = { ...settings, usesLogAppendTime: true };
    const log = await open();
    expect((await log.append(numbered(0, 2))).logAppendTimeMs).toBe(nowMs);
    const batch = viewOf((await log.read(0, everything)) as Buffer);
    expect([batch.timestampType, batch.maxTimestamp, batch.verifyCrc()]).toEqual([
      'log-append-time',
      1_000_000n,
      true,
    ]);
  });

  it('finds the first record that is not earlier than a time', async () => {
    const log = await open();
    for (const timestamp of [1000, 3000, 2000, 5000]) await log.append(makeLargeBatch(30, timestamp));
    expect(await log.findTimestamp(0)).toEqual({ offset: 0, timestamp: 1000 });
    expect(await log.findTimestamp(1010)).toEqual({ offset: 10, timestamp: 1010 });
    expect(await log.findTimestamp(1500)).toEqual({ offset: 30, timestamp: 3000 });
    expect(await log.findTimestamp(3030)).toEqual({ offset: 90, timestamp: 5000 });
    expect(await log.findTimestamp(6000)).toBeNull();
    expect(await log.findLatestTimestamp()).toEqual({ offset: 119, timestamp: 5029 });
  });

  it('finds times in compressed batches', async () => {
    const log = await open();
    await log.append(makeBatch({ values: ['a', 'b', 'c'], compression: 'gzip' }));
    expect(await log.findTimestamp(1001)).toEqual({ offset: 1, timestamp: 1001 });
  });

  it('has no latest time while it is empty', async () => {
    expect(await (await open()).findLatestTimestamp()).toBeNull();
  });

  it('removes segments whose time is over, and begins behind them', async () => {
    settings = { ...settings, retentionMs: 5000 };
    const log = await open();
    for (let index = 0; index < 10; index += 1) await log.append(makeLargeBatch(60, 10_000 * index));
    nowMs = 55_000;
    await log.keepHouse();
    expect(log.startOffset).toBe(300);
    expect(await log.read(299, everything)).toBe('OFFSET_OUT_OF_RANGE');
    expect((await valuesFrom(log, 300)).length).toBe(300);
    expect((await storage.list(folder)).filter((name) => name.endsWith('.log'))).toHaveLength(5);
    const again = await open();
    expect([again.startOffset, again.endOffset]).toEqual([300, 600]);
  });

  it('keeps counting when even the last segment is over', async () => {
    settings = { ...settings, retentionMs: 5000 };
    const log = await open();
    await log.append(makeLargeBatch(60, 10_000));
    nowMs = 99_000;
    await log.keepHouse();
    expect([log.startOffset, log.endOffset]).toEqual([60, 60]);
    expect((await log.append(numbered(0, 1))).baseOffset).toBe(60);
    expect([(await open()).startOffset, (await open()).endOffset]).toEqual([60, 61]);
  });

  it('removes all of its files, and then takes and gives nothing any more', async () => {
    const log = await open();
    for (let index = 0; index < 10; index += 1) await log.append(makeLargeBatch(60));
    await log.read(0, everything);
    await log.remove();
    expect(await storage.list(folder)).toEqual([]);
    expect((await log.append(numbered(0, 1))).error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await log.read(0, everything)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('lets readers go on in a segment that is given up meanwhile', async () => {
    const log = await open();
    await log.append(makeLargeBatch(30));
    const reads = Array.from({ length: 20 }, () => log.read(0, everything));
    await Promise.all([log.append(makeLargeBatch(60)), log.append(makeLargeBatch(60))]);
    for (const records of await Promise.all(reads))
      expect(readValues(records as Buffer).length).toBeGreaterThanOrEqual(30);
    expect(problems).toEqual([]);
  });
});
