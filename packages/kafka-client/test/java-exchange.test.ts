import { createHash, randomFillSync } from 'node:crypto';
import {
  exchangeWithJava,
  type JavaConsume,
  type JavaProduce,
  type RecordToWrite,
  type WrittenRecord,
  startKafka,
  waitFor,
  type KafkaCluster,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Producer } from '../src/produce/producer.ts';
import { RealClients } from '../testing/real-clients.ts';

/*
 * What Kafka's own producer writes we read, and what we write its own consumer reads: everything is written first,
 * then one JVM writes and reads everything on its side, then each topic is read by us and compared.
 */

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const isolations = ['read_uncommitted', 'read_committed'] as const;
type Isolation = (typeof isolations)[number];
const sides = ['ours', 'java'] as const;
const appendTime = { 'message.timestamp.type': 'LogAppendTime' };

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const random = (length: number): string => base64(randomFillSync(Buffer.alloc(length)));
const plain = {
  partition: 0,
  timestamp: 1_700_000_000_000,
  key: base64('k'),
  value: base64('v'),
  headers: [],
};

/** Close to the 1,048,576 bytes that max.request.size allows. */
const largest = 1_048_400;

const varied: readonly RecordToWrite[] = [
  plain,
  { ...plain, key: null },
  { ...plain, value: null },
  { ...plain, key: null, value: null },
  { ...plain, key: '', value: '' },
  { ...plain, key: base64('schlüssel 🗝'), value: base64('wért '.repeat(3000)) },
  { ...plain, key: random(300), value: random(20_000) },
  { ...plain, timestamp: null },
  ...[0, 1, 86_400_000, 4_102_444_800_000, 253_402_300_799_999].map((timestamp) => ({ ...plain, timestamp })),
  { ...plain, headers: [['', '']] },
  {
    ...plain,
    headers: [
      ['twice', base64('1')],
      ['null', null],
      ['twice', base64('2')],
      ['twice', base64('1')],
      ['ключ', random(100)],
      ['empty', ''],
    ],
  },
  {
    ...plain,
    headers: Array.from(
      { length: 500 },
      (_, index) => [`h${index % 7}`, index % 3 === 0 ? null : base64(`${index}`)] as const,
    ),
  },
  ...Array.from({ length: 200 }, (_, index) => ({
    ...plain,
    key: base64(`k${index}`),
    timestamp: 1000 + index,
  })),
  { ...plain, value: base64('x'.repeat(largest)) },
  { ...plain, key: random(500_000), value: random(500_000) },
  { ...plain, key: random(largest), value: null },
  { ...plain, headers: [['large', random(1_000_000)]] },
  plain,
];

/** Java's producer does not take a record without a time. */
const given = { java: varied, ours: [...varied, { ...plain, timestamp: -1 }] } as const;
const begunAtMs = Date.now() - 1;

let kafka: KafkaCluster;
let clients: RealClients;
const orders: (JavaProduce | JavaConsume)[] = [];
/** What Kafka's own consumer read, by topic and isolation. */
const readByJava = new Map<string, readonly WrittenRecord[]>();

async function createTopic(name: string, configs: Readonly<Record<string, string>> = {}): Promise<string> {
  const lenient = {
    'retention.ms': '-1',
    'message.timestamp.after.max.ms': '9223372036854775807',
    // What cannot be compressed takes more room than before.
    'max.message.bytes': '2000000',
  };
  await clients.admin().createTopic({ name, partitions: 1, configs: { ...lenient, ...configs } });
  return name;
}

async function write(
  topic: string,
  records: readonly RecordToWrite[],
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const producer = clients.producer({ 'linger.ms': '20', 'batch.size': '100000', ...properties });
  await append(producer, topic, records);
  await producer.flush();
}

async function append(producer: Producer, topic: string, records: readonly RecordToWrite[]): Promise<void> {
  const failures: Error[] = [];
  producer.onDelivered = ({ error }) => {
    if (error !== null) failures.push(error);
  };
  await producer.prepare(topic);
  for (const { partition, timestamp, key, value, headers } of records) {
    producer.append(
      {
        topic,
        partition,
        timestampMs: timestamp,
        key: key === null ? null : Buffer.from(key, 'base64'),
        value: value === null ? null : Buffer.from(value, 'base64'),
        headers: headers.map(([name, bytes]) => ({
          key: name,
          value: bytes === null ? null : Buffer.from(bytes, 'base64'),
        })),
      },
      undefined,
    );
    await producer.drained();
  }
  await producer.flush();
  for (const failure of failures) throw failure;
}

const timestampTypes = {
  'create-time': 'CREATE_TIME',
  'log-append-time': 'LOG_APPEND_TIME',
  none: 'NO_TIMESTAMP_TYPE',
} as const;

/** Reads as many as there should be, and looks whether there are more. */
async function read(topic: string, count: number, isolation: Isolation): Promise<WrittenRecord[]> {
  const consumer = clients.consumer({ 'isolation.level': isolation });
  consumer.assign([{ topic, partition: 0 }]);
  const records: WrittenRecord[] = [];
  for (let isMore = true; isMore;) {
    const fetched = await consumer.poll(records.length < count ? 10_000 : 200);
    isMore = fetched.recordCount > 0;
    for (const part of fetched.partitions) {
      const cursor = part.records();
      while (cursor.next()) {
        records.push({
          partition: part.partition,
          offset: cursor.offset,
          timestamp: cursor.timestampMs,
          timestampType: timestampTypes[cursor.timestampType],
          leaderEpoch: cursor.leaderEpoch,
          key: cursor.key?.toString('base64') ?? null,
          value: cursor.value?.toString('base64') ?? null,
          headers: cursor.headers.map(({ key, value }) => [key, value?.toString('base64') ?? null] as const),
        });
      }
    }
  }
  await consumer.close();
  return records;
}

function orderReading(topic: string, isolation: Isolation = 'read_uncommitted'): void {
  orders.push({ do: 'consume', topic, properties: { 'isolation.level': isolation } });
}

/** Megabytes are compared, and shown, by their digest. */
function short(base64Text: string | null): string | null {
  if (base64Text === null || base64Text.length < 500) return base64Text;
  return `${base64Text.length} of ${createHash('sha256').update(base64Text).digest('hex')}`;
}

function inShort<R extends RecordToWrite>(records: readonly R[]): R[] {
  return records.map((record) => ({
    ...record,
    key: short(record.key),
    value: short(record.value),
    headers: record.headers.map(([name, value]) => [name, short(value)] as const),
  }));
}

/** What was given to be written, as far as it is in what was read: where the producer set the time it is left out. */
function asGiven(records: readonly WrittenRecord[], given: readonly RecordToWrite[]): RecordToWrite[] {
  return inShort(records).map(({ partition, timestamp, key, value, headers }, index) => ({
    partition,
    timestamp: given[index]?.timestamp === null ? null : timestamp,
    key,
    value,
    headers,
  }));
}

interface ReadBoth {
  readonly ours: readonly WrittenRecord[];
  readonly theirs: readonly WrittenRecord[];
}

/** What our consumer reads, and what Kafka's own one has read. */
async function readBoth(topic: string, isolation: Isolation = 'read_uncommitted'): Promise<ReadBoth> {
  const theirs = readByJava.get(`${topic} ${isolation}`);
  if (theirs === undefined) throw new Error(`Java did not read ${topic}`);
  return { ours: await read(topic, theirs.length, isolation), theirs };
}

/** Three transactions, the middle one aborted, and a record outside of any. */
async function writeTransactions(topic: string): Promise<void> {
  const producer = clients.producer({ 'transactional.id': topic, 'compression.type': 'lz4' });
  await producer.initTransactions();
  for (const [number, end] of ['commit', 'abort', 'commit'].entries()) {
    producer.beginTransaction();
    await append(producer, topic, inTransaction(number));
    await (end === 'commit' ? producer.commitTransaction() : producer.abortTransaction());
  }
  await write(topic, [plain], {});
}

const inTransaction = (number: number): RecordToWrite[] =>
  [0, 1, 2].map((index) => ({ ...plain, key: base64(`${number}.${index}`) }));

function orderTransactions(topic: string): void {
  for (const [number, end] of (['commit', 'abort', 'commit'] as const).entries()) {
    const properties = { 'transactional.id': `${topic}-${number}`, 'compression.type': 'lz4' };
    orders.push({ do: 'produce', topic, properties, end, records: inTransaction(number) });
  }
  orders.push({ do: 'produce', topic, properties: {}, end: null, records: [plain] });
}

/** Many records of few keys, compacted until there are gaps between those that are left. */
async function writeCompacted(topic: string): Promise<void> {
  const round = (number: number): RecordToWrite[] =>
    Array.from({ length: 40 }, (_, index) => ({
      ...plain,
      timestamp: null,
      key: base64(`k${index % 2 === 0 ? index : `${number}.${index}`}`),
      value: base64(`${number}`),
    }));
  for (let number = 0; number < 3; number += 1) {
    await write(topic, round(number), { 'compression.type': 'gzip', 'batch.size': '400' });
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await waitFor('gaps in a compacted topic', async () => {
    await write(topic, [{ ...plain, timestamp: null, key: base64('roll') }], {});
    return (await read(topic, 0, 'read_uncommitted')).length < 100;
  });
}

beforeAll(async () => {
  kafka = await startKafka({ properties: { 'log.cleaner.backoff.ms': '100' } });
  clients = new RealClients(kafka.bootstrapServers);
  const tuned = { 'linger.ms': '20', 'batch.size': '100000' };
  for (const codec of codecs) {
    await write(await createTopic(`ours-${codec}`), given.ours, { 'compression.type': codec });
    const properties = { ...tuned, 'compression.type': codec };
    orders.push({
      do: 'produce',
      topic: await createTopic(`java-${codec}`),
      properties,
      end: null,
      records: varied,
    });
  }
  await write(await createTopic('ours-append-time', appendTime), given.ours, {
    'compression.type': 'zstd',
    acks: '1',
    'enable.idempotence': 'false',
  });
  const properties = { ...tuned, acks: '1', 'enable.idempotence': 'false', 'compression.type': 'snappy' };
  await createTopic('java-append-time', appendTime);
  orders.push({ do: 'produce', topic: 'java-append-time', properties, end: null, records: varied });
  for (const side of sides) for (const what of [...codecs, 'append-time']) orderReading(`${side}-${what}`);

  await writeTransactions(await createTopic('ours-transactions'));
  orderTransactions(await createTopic('java-transactions'));
  for (const side of sides)
    for (const isolation of isolations) orderReading(`${side}-transactions`, isolation);

  const compaction = {
    'cleanup.policy': 'compact',
    'segment.ms': '100',
    'min.cleanable.dirty.ratio': '0.01',
  };
  await writeCompacted(await createTopic('compacted', compaction));
  orderReading('compacted');

  const answers = await exchangeWithJava(kafka.bootstrapServers, orders);
  for (const [index, order] of orders.entries()) {
    if (order.do === 'consume') {
      readByJava.set(`${order.topic} ${order.properties['isolation.level']}`, answers[index]?.records ?? []);
    }
  }
});

afterAll(async () => {
  await clients.closeAll();
  await kafka.stop();
});

describe('records exchanged with Java clients', () => {
  const cases = sides.flatMap((side) => codecs.map((codec) => [side, codec] as const));

  it.each(cases)('are read by both sides as they were written by %s with %s', async (side, codec) => {
    const { ours, theirs } = await readBoth(`${side}-${codec}`);
    expect(asGiven(ours, given[side])).toEqual(inShort(given[side]));
    expect(inShort(theirs)).toEqual(inShort(ours));
  });

  it.each(sides)('have the time of the broker where the topic says so, written by %s', async (side) => {
    const { ours, theirs } = await readBoth(`${side}-append-time`);
    const timeless = given[side].map((record) => ({ ...record, timestamp: null }));
    expect(asGiven(ours, timeless)).toEqual(inShort(timeless));
    expect(inShort(theirs)).toEqual(inShort(ours));
    expect(new Set(ours.map(({ timestampType }) => timestampType))).toEqual(new Set(['LOG_APPEND_TIME']));
    expect(Math.min(...ours.map(({ timestamp }) => timestamp))).toBeGreaterThan(begunAtMs);
  });

  it.each(sides)(
    'of aborted transactions are seen only by who asks for them, written by %s',
    async (side) => {
      const [first, aborted, last] = [0, 1, 2].map(inTransaction) as [
        RecordToWrite[],
        RecordToWrite[],
        RecordToWrite[],
      ];
      const expected = {
        read_uncommitted: [...first, ...aborted, ...last, plain],
        read_committed: [...first, ...last, plain],
      };
      for (const isolation of isolations) {
        const { ours, theirs } = await readBoth(`${side}-transactions`, isolation);
        expect(asGiven(ours, expected[isolation])).toEqual(expected[isolation]);
        expect(theirs).toEqual(ours);
      }
    },
  );

  it('are the same where compaction has left gaps', async () => {
    const { ours, theirs } = await readBoth('compacted');
    expect(theirs).toEqual(ours);
    const offsets = ours.map(({ offset }) => offset);
    const gaps = offsets.filter((offset, index) => index > 0 && offset !== (offsets[index - 1] ?? 0) + 1);
    expect(gaps.length).toBeGreaterThan(10);
  });
});
