import {
  errorCodes,
  fetchApi,
  metadataApi,
  offsetFetchApi,
  RecordBatchBuilder,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import type { FetchedCursor, FetchedRecords } from '../fetch/buffer/fetched-records.ts';
import { parseConsumerSettings } from '../settings/consumer-settings.ts';
import { Consumer } from './consumer.ts';

let broker: LogBroker;
let consumers: Consumer[];

const first = { topic: 't', partition: 0 };
const second = { topic: 't', partition: 1 };

beforeEach(async () => {
  consumers = [];
  broker = await LogBroker.start({ t: 2 });
});

afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.close(100)));
  await broker.stop();
});

function start(properties: Record<string, string> = {}): Consumer {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': broker.script.address,
    'auto.offset.reset': 'earliest',
    'retry.backoff.ms': '5',
    ...properties,
  });
  const consumer = new Consumer(settings);
  consumers.push(consumer);
  return consumer;
}

function write(partition: number, from: number, count: number): void {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000 });
  for (let index = from; index < from + count; index += 1) {
    builder.append({
      timestamp: index,
      key: `k${index}`,
      value: `v${index}`,
      headers: [{ key: 'h', value: 'x' }],
    });
  }
  broker.append('t', partition, builder.finish());
}

function valuesIn({ partitions }: FetchedRecords): string[] {
  const values: string[] = [];
  for (const partition of partitions) {
    const cursor = partition.records();
    while (cursor.next()) values.push(String(cursor.value));
  }
  return values;
}

async function readTimestamp(timestamp: bigint): Promise<FetchedCursor> {
  const builder = new RecordBatchBuilder({ maxBytes: 1000 });
  builder.append({ timestamp, key: null, value: 'v' });
  broker.append('t', 0, builder.finish());
  const consumer = start();
  consumer.assign([first]);
  const cursor = (await consumer.poll(2000)).partitions[0]?.records();
  if (cursor?.next() !== true) throw new Error('no record came');
  return cursor;
}

async function read(consumer: Consumer, count: number): Promise<string[]> {
  const values: string[] = [];
  while (values.length < count) {
    const fetched = await consumer.poll(2000);
    if (fetched.recordCount === 0) break;
    values.push(...valuesIn(fetched));
  }
  return values;
}

const series = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `v${from + index}`);

function refuseFetch(code: number) {
  return ({ topics }: RequestOf<typeof fetchApi>): ResponseInputOf<typeof fetchApi> => ({
    responses: topics.map(({ topic, topicId, partitions }) => ({
      topic,
      topicId,
      partitions: partitions.map(({ partition }) => ({
        partitionIndex: partition,
        errorCode: code,
        highWatermark: -1n,
        abortedTransactions: null,
        records: null,
      })),
    })),
  });
}

describe('a consumer of assigned partitions', () => {
  it('reads all records in order, a limited number at a time', async () => {
    for (let index = 0; index < 10; index += 1) write(0, index * 30, 30);
    const consumer = start({ 'max.poll.records': '50' });
    consumer.assign([first]);
    const one = await consumer.poll(2000);
    expect(one.recordCount).toBe(50);
    expect(one.partitions[0]).toMatchObject({ topic: 't', partition: 0, recordCount: 50, nextOffset: 50 });
    expect(await consumer.position(first)).toBe(50);
    expect([...valuesIn(one), ...(await read(consumer, 250))]).toEqual(series(0, 300));
  });

  it('shows everything of a record', async () => {
    write(0, 7, 1);
    const consumer = start();
    consumer.assign([first]);
    const cursor = (await consumer.poll(2000)).partitions[0]?.records();
    expect(cursor?.next()).toBe(true);
    expect(cursor).toMatchObject({ offset: 0, timestampMs: 7, timestampType: 'create-time', headerCount: 1 });
    expect([String(cursor?.key), String(cursor?.value)]).toEqual(['k7', 'v7']);
    const range = cursor?.valueRange ?? null;
    expect(range?.bytes.toString('utf8', range.start, range.end)).toBe('v7');
    expect(cursor?.headers.map(({ key, value }) => [key, String(value)])).toEqual([['h', 'x']]);
    expect(cursor?.next()).toBe(false);
  });

  it.each([-1n, 0n, 4_503_599_627_370_495n])('tells the timestamp %d exactly', async (timestamp) => {
    const cursor = await readTimestamp(timestamp);
    expect([cursor.timestamp, cursor.timestampMs]).toEqual([timestamp, Number(timestamp)]);
  });

  // Nanoseconds since the epoch, written by who thought that Kafka wants them.
  it.each([1_700_000_000_123_456_789n, 9_223_372_036_854_775_807n])(
    'tells the timestamp %d exactly where it is asked for as bigint',
    async (timestamp) => {
      expect((await readTimestamp(timestamp)).timestamp).toBe(timestamp);
    },
  );

  it('returns nothing when the time is over, at once when it is none', async () => {
    const consumer = start();
    consumer.assign([first]);
    expect(await consumer.poll(0)).toEqual({ partitions: [], recordCount: 0 });
    const begun = performance.now();
    expect((await consumer.poll(60)).recordCount).toBe(0);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(58);
  });

  it('ends a poll when it is woken up or the signal aborts, also before it begins', async () => {
    const consumer = start();
    consumer.assign([first]);
    setTimeout(() => consumer.wakeup(), 20);
    expect((await consumer.poll(60_000)).recordCount).toBe(0);
    consumer.wakeup();
    expect((await consumer.poll(60_000)).recordCount).toBe(0);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    expect((await consumer.poll(60_000, abort.signal)).recordCount).toBe(0);
    expect((await consumer.poll(60_000, abort.signal)).recordCount).toBe(0);
  });

  it('hands out nothing of a paused partition, and all of it when it is resumed', async () => {
    write(0, 0, 10);
    write(1, 100, 10);
    const consumer = start({ 'max.poll.records': '4' });
    consumer.assign([first, second]);
    await read(consumer, 8);
    const before = [await consumer.position(first), await consumer.position(second)];
    consumer.pause([first]);
    expect(consumer.paused()).toEqual([first]);
    const rest = await read(consumer, 10 - (before[1] ?? 0));
    expect(rest.every((value) => Number(value.slice(1)) >= 100)).toBe(true);
    expect((await consumer.poll(30)).recordCount).toBe(0);
    const fetches = broker.script.requestsOf(fetchApi).length;
    consumer.resume([first]);
    expect(await read(consumer, 10 - (before[0] ?? 0))).toEqual(
      series(before[0] ?? 0, 10 - (before[0] ?? 0)),
    );
    expect(broker.script.requestsOf(fetchApi).length - fetches).toBeLessThan(4);
  });

  it('gives every partition its turn', async () => {
    write(0, 0, 100);
    write(1, 1000, 100);
    const consumer = start({ 'max.poll.records': '10' });
    consumer.assign([first, second]);
    const turns: number[] = [];
    while (turns.length < 10)
      for (const { partition } of (await consumer.poll(2000)).partitions) turns.push(partition);
    expect(turns.filter((partition) => partition === 1).length).toBeGreaterThanOrEqual(4);
  });

  it('seeks, also while a fetch of the old position is under way', async () => {
    write(0, 0, 100);
    const consumer = start({ 'max.poll.records': '10' });
    consumer.assign([first]);
    expect(valuesIn(await consumer.poll(2000))).toEqual(series(0, 10));
    consumer.seek(first, 95);
    expect(await read(consumer, 5)).toEqual(series(95, 5));
    consumer.seek(first, 3);
    expect(valuesIn(await consumer.poll(2000))).toEqual(series(3, 10));
    consumer.seekToEnd([first]);
    expect(await consumer.position(first)).toBe(100);
    consumer.seekToBeginning([first]);
    expect(await read(consumer, 100)).toEqual(series(0, 100));
    expect(() => consumer.seek(second, 0)).toThrow(/t-1 is not assigned/);
    expect(() => consumer.seek(first, -1)).toThrow(RangeError);
  });

  it('begins where auto.offset.reset says', async () => {
    write(0, 0, 10);
    const consumer = start({ 'auto.offset.reset': 'latest' });
    consumer.assign([first]);
    expect(await consumer.position(first)).toBe(10);
    write(0, 10, 2);
    expect(await read(consumer, 2)).toEqual(series(10, 2));
  });

  it('goes on where auto.offset.reset says when its position is out of range', async () => {
    write(0, 0, 5);
    const consumer = start();
    consumer.assign([first]);
    consumer.seek(first, 77);
    expect(await read(consumer, 5)).toEqual(series(0, 5));
  });

  it('fails where auto.offset.reset is none, until it is told where to go on', async () => {
    write(0, 0, 5);
    const consumer = start({ 'auto.offset.reset': 'none' });
    consumer.assign([first]);
    await expect(consumer.poll(2000)).rejects.toThrow(
      /There is no committed offset of t-0, and auto.offset.reset=none/,
    );
    consumer.seek(first, 77);
    await expect(consumer.poll(2000)).rejects.toThrow(
      /Offset 77 of t-0 is out of range, and auto.offset.reset=none/,
    );
    consumer.seek(first, 2);
    expect(await read(consumer, 3)).toEqual(series(2, 3));
  });

  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'FENCED_LEADER_EPOCH',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'UNKNOWN_LEADER_EPOCH',
  ] as const)('asks where the leader is and goes on, after %s', async (name) => {
    write(0, 0, 5);
    const consumer = start();
    broker.script.once(fetchApi, refuseFetch(errorCodes[name]));
    consumer.assign([first]);
    expect(await read(consumer, 5)).toEqual(series(0, 5));
    // Reading does not wait for the answer: it may be there before the question is.
    await vi.waitFor(
      () => expect(broker.script.requestsOf(metadataApi).length).toBeGreaterThanOrEqual(2),
      15_000,
    );
  });

  it('goes on when the connection breaks', async () => {
    write(0, 0, 5);
    const consumer = start();
    broker.script.once(fetchApi, () => 'disconnect');
    consumer.assign([first]);
    expect(await read(consumer, 5)).toEqual(series(0, 5));
  });

  it('reports a refusal that will not pass', async () => {
    const consumer = start();
    broker.script.once(fetchApi, refuseFetch(errorCodes.TOPIC_AUTHORIZATION_FAILED));
    consumer.assign([first]);
    await expect(consumer.poll(2000)).rejects.toMatchObject({
      errorName: 'TOPIC_AUTHORIZATION_FAILED',
      topic: 't',
      partition: 0,
    });
  });

  it('reads on while its caller takes its time, and no more than its share', async () => {
    for (let index = 0; index < 20; index += 1) write(0, index * 1000, 1000);
    const consumer = start({ 'max.partition.fetch.bytes': '50000', 'max.poll.records': '100' });
    consumer.assign([first]);
    await consumer.poll(2000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(broker.script.requestsOf(fetchApi).length).toBeLessThanOrEqual(3);
    expect(await read(consumer, 19_900)).toHaveLength(19_900);
  });

  it('begins at the committed offset of its group', async () => {
    write(0, 0, 10);
    broker.script.on(offsetFetchApi, ({ groups }) => ({
      groups: groups.map(({ groupId }) => ({
        groupId,
        topics: [
          {
            name: 't',
            partitions: [{ partitionIndex: 0, committedOffset: 6n, metadata: 'm', errorCode: 0 }],
          },
        ],
      })),
    }));
    const consumer = start({ 'group.id': 'g', 'enable.auto.commit': 'false' });
    consumer.assign([first, second]);
    expect(await Promise.all([consumer.position(first), consumer.position(second)])).toEqual([6, 0]);
    expect(await consumer.committed([first])).toEqual([
      { ...first, offset: 6, metadata: 'm', leaderEpoch: null },
    ]);
  });

  it('finds offsets and topics that it does not read', async () => {
    write(0, 0, 10);
    broker.setPartitions('other', 3);
    const consumer = start();
    consumer.assign([second]);
    const elsewhere = { topic: 'other', partition: 2 };
    expect(await consumer.beginningOffsets([first, elsewhere])).toEqual([0, 0]);
    expect(await consumer.endOffsets([first, second, elsewhere])).toEqual([10, 0, 0]);
    expect(await consumer.partitionsFor('other')).toHaveLength(3);
    expect((await consumer.listTopics()).map(({ name }) => name)).toEqual(['t', 'other']);
    await expect(consumer.partitionsFor('missing')).rejects.toMatchObject({
      errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
      topic: 'missing',
    });
    expect(consumer.assignment()).toEqual([second]);
  });

  it('knows how far behind it is', async () => {
    write(0, 0, 10);
    const consumer = start({ 'max.poll.records': '4' });
    consumer.assign([first]);
    expect(consumer.currentLag(first)).toBeNull();
    await consumer.poll(2000);
    expect(consumer.currentLag(first)).toBe(6);
    await read(consumer, 6);
    expect(consumer.currentLag(first)).toBe(0);
  });

  it('counts what it fetches and hands out', async () => {
    write(0, 0, 10);
    write(0, 10, 10);
    const consumer = start({ 'max.poll.records': '15' });
    consumer.assign([first, second]);
    await consumer.poll(2000);
    const figures = new Map(
      consumer.metrics().map(({ name, tags, value }) => [[name, ...Object.values(tags)].join(' '), value]),
    );
    const bytes = broker.log('t', 0).sizeInBytes;
    expect(figures.get('fetch-total')).toBeGreaterThanOrEqual(1);
    expect(figures.get('fetch-size-max')).toBe(bytes);
    expect(figures.get('records-consumed-total')).toBe(15);
    // The second batch is not used up yet.
    expect(figures.get('bytes-consumed-total')).toBeLessThan(bytes);
    expect([figures.get('records-lag t 0'), figures.get('records-lead t 0')]).toEqual([5, 15]);
    expect([figures.get('records-lag-max'), figures.get('records-lead-min')]).toEqual([5, 0]);
    expect(figures.get('preferred-read-replica t 1')).toBe(-1);
    expect(figures.get('fetch-latency-max')).toBeGreaterThan(0);
    await read(consumer, 5);
    const consumed = consumer.metrics().find(({ name }) => name === 'bytes-consumed-total');
    expect(consumed?.value).toBe(bytes);
  });

  it('needs group.id for groups and commits', async () => {
    const consumer = start();
    expect(() => consumer.subscribe(['t'])).toThrow(/group\.id/);
    await expect(consumer.commit([{ ...first, offset: 1 }])).rejects.toThrow(/group\.id/);
  });

  it('does not answer two polls at a time, or after it was closed', async () => {
    const consumer = start();
    consumer.assign([first]);
    const running = consumer.poll(50);
    await expect(consumer.poll(1)).rejects.toThrow(/Another poll is running/);
    await running;
    const long = consumer.poll(60_000);
    await consumer.close();
    expect((await long).recordCount).toBe(0);
    await expect(consumer.poll(1)).rejects.toThrow(/closed/);
  });
});
