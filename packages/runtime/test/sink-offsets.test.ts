import { randomUUID } from 'node:crypto';
import {
  Admin,
  Consumer,
  parseAdminSettings,
  parseConsumerSettings,
  Producer,
  parseProducerSettings,
} from '@sluice/kafka-client';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConfigResolver } from '../src/config/providers/config-resolver.ts';
import { ConnectorOffsets } from '../src/herder/offsets/connector-offsets.ts';
import type { OffsetsOwner } from '../src/herder/offsets/offset-access.ts';
import type { ConnectorOffset } from '../src/herder/offsets/offset-json.ts';
import { openOffsets } from '../src/herder/offsets/open-offsets.ts';
import { MemoryOffsetStore } from '../src/stores/memory-offset-store.ts';
import { createKafkaAdmin } from '../src/work/kafka-clients.ts';
import { InMemoryLog } from '../testing/in-memory-log.ts';

const kafka = inject('kafka');
let admin: Admin;
let topic: string;
let offsets: ConnectorOffsets;
const consumers: Consumer[] = [];

beforeAll(async () => {
  admin = new Admin(parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers }).settings);
  topic = `sink-offsets-${randomUUID().slice(0, 8)}`;
  await admin.createTopic({ name: topic, partitions: 2 });
  await fill();
  offsets = new ConnectorOffsets({
    host: { alterOffsets: () => Promise.resolve(true) },
    open: openOffsets({
      worker: { 'bootstrap.servers': kafka.bootstrapServers },
      store: new MemoryOffsetStore(),
      resolver: new ConfigResolver(() => Promise.resolve(new Map())),
      createAdmin: createKafkaAdmin,
      log: new InMemoryLog(),
    }),
  });
});

afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
});

afterAll(async () => {
  await admin.close();
});

/** Ten records in each partition, one a second from the first second of 1970 on. */
async function fill(): Promise<void> {
  const producer = new Producer(
    parseProducerSettings({ 'bootstrap.servers': kafka.bootstrapServers }).settings,
  );
  await producer.prepare(topic);
  for (let index = 0; index < 20; index += 1) {
    const record = { topic, partition: index % 2, timestampMs: 1000 * (1 + Math.floor(index / 2)) };
    producer.append({ ...record, key: null, value: 'x' }, undefined);
  }
  await producer.flush();
  await producer.close();
}

function newSink(): OffsetsOwner {
  return { name: `s-${randomUUID().slice(0, 8)}`, type: 'sink', config: {} };
}

const at = (partition: bigint, offset: ConnectorOffset['offset'], of = topic): ConnectorOffset => ({
  partition: { kafka_partition: partition, kafka_topic: of },
  offset,
});

/** What a member of the group of a sink would read from. */
async function committed(sink: OffsetsOwner): Promise<unknown> {
  const groupId = `connect-${sink.name}`;
  const outcome = (await admin.groups.offsets([{ groupId }])).get(groupId);
  if (outcome instanceof Error || outcome === undefined) return outcome;
  return Object.fromEntries(
    outcome.map(({ partition, result }) => [partition, (result as { readonly offset: number }).offset]),
  );
}

async function join(groupId: string): Promise<Consumer> {
  const properties = {
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': groupId,
    'auto.offset.reset': 'earliest',
  };
  const consumer = new Consumer(parseConsumerSettings(properties).settings);
  consumers.push(consumer);
  consumer.subscribe([topic]);
  for (let polls = 0; polls < 100; polls += 1) {
    if ((await consumer.poll(1000)).partitions.length > 0) return consumer;
  }
  throw new Error('nothing came');
}

describe('the offsets of a sink in Kafka', { timeout: 60_000 }, () => {
  it('are set, forgotten and shown in each partition', async () => {
    const sink = newSink();
    expect(await offsets.list(sink)).toEqual([]);
    await offsets.alter(sink, [at(1n, { kafka_offset: 4n }), at(0n, { kafka_offset: 3n })]);
    expect(await committed(sink)).toEqual({ 0: 3, 1: 4 });
    expect(await offsets.list(sink)).toEqual([at(0n, { kafka_offset: 3n }), at(1n, { kafka_offset: 4n })]);
    await offsets.alter(sink, [at(0n, null), at(1n, { kafka_offset: 5n })]);
    expect(await committed(sink)).toEqual({ 1: 5 });
  });

  it('are found by the time of records', async () => {
    const sink = newSink();
    await offsets.alter(sink, [
      at(0n, { kafka_timestamp: 3500n }),
      at(1n, { kafka_timestamp: '1970-01-01T00:00:05Z' }),
    ]);
    expect(await committed(sink)).toEqual({ 0: 3, 1: 4 });
    await offsets.alter(sink, [at(0n, { kafka_timestamp: 11_000n })]);
    expect(await committed(sink)).toEqual({ 0: 10, 1: 4 });
    await expect(offsets.alter(sink, [at(9n, { kafka_timestamp: 1n })])).rejects.toThrow(
      `Failed to find offsets by timestamps for sink connector ${sink.name}: `,
    );
  });

  it('are reset with the group, and where there is none that is as good', async () => {
    const sink = newSink();
    await offsets.alter(sink, [at(0n, { kafka_offset: 3n })]);
    await offsets.reset(sink);
    expect((await admin.groups.describe([`connect-${sink.name}`])).get(`connect-${sink.name}`)).toMatchObject(
      {
        errorName: 'GROUP_ID_NOT_FOUND',
      },
    );
    await offsets.reset(sink);
    expect(await offsets.list(sink)).toEqual([]);
  });

  it('are replaced as a whole', async () => {
    const sink = newSink();
    await offsets.replace(sink, [at(0n, { kafka_offset: 1n }), at(1n, null)]);
    expect(await committed(sink)).toEqual({ 0: 1 });
    await offsets.replace(sink, [at(1n, { kafka_offset: 2n })]);
    expect(await committed(sink)).toEqual({ 1: 2 });
  });

  it('are not touched while a member reads', async () => {
    const sink = newSink();
    await join(`connect-${sink.name}`);
    const busy = { code: 'OFFSETS_IN_USE' };
    await expect(offsets.alter(sink, [at(0n, { kafka_offset: 1n })])).rejects.toMatchObject(busy);
    await expect(offsets.alter(sink, [at(0n, null)])).rejects.toMatchObject(busy);
    await expect(offsets.reset(sink)).rejects.toMatchObject(busy);
  });

  it('of topics or partitions that are not there are refused', async () => {
    const sink = newSink();
    for (const offset of [at(7n, { kafka_offset: 1n }), at(0n, { kafka_offset: 1n }, `${topic}-no`)]) {
      await expect(offsets.alter(sink, [offset])).rejects.toMatchObject({
        code: 'OFFSETS_NOT_MODIFIED',
        message: expect.stringContaining('UNKNOWN_TOPIC_OR_PARTITION') as string,
      });
    }
  });
});
