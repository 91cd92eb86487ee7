import { randomUUID } from 'node:crypto';
import { Admin, parseAdminSettings, parseProducerSettings, Producer } from '@sluice/kafka-client';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { internalClientProperties } from '../src/config/internal-client-properties.ts';
import { openTopicLog } from '../src/stores/topic-log/open-topic-log.ts';
import type { TopicLog } from '../src/stores/topic-log/topic-log.ts';
import type { InternalTopic } from '../src/topics/internal-topic.ts';
import { InMemoryLog } from '../testing/in-memory-log.ts';

const kafka = inject('kafka');
let admin: Admin;
let opened: { close(timeoutMs?: number): Promise<void> }[] = [];

beforeAll(async () => {
  admin = new Admin(parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers }).settings);
});

afterEach(async () => {
  for (const one of opened) await one.close(5000);
  opened = [];
});

afterAll(async () => {
  await admin.close();
});

function newTopic(partitions: number, configs: Readonly<Record<string, string>> = {}): InternalTopic {
  return {
    name: `log-${randomUUID().slice(0, 8)}`,
    partitions,
    replicationFactor: 1,
    configs,
    property: 'offset.storage.topic',
    purpose: 'source connector offsets',
  };
}

interface OpenedLog {
  readonly topicLog: TopicLog;
  /** `partition key=value` of everything that was handed on. */
  readonly seen: string[];
}

async function openLog(
  topic: InternalTopic,
  worker: Readonly<Record<string, string>> = {},
): Promise<OpenedLog> {
  const seen: string[] = [];
  const properties = internalClientProperties(
    { 'bootstrap.servers': kafka.bootstrapServers, 'group.id': 'g', ...worker },
    'offsets',
  );
  const topicLog = await openTopicLog({
    topic,
    properties,
    admin,
    onRecords: (records) => {
      const cursor = records.records();
      while (cursor.next()) {
        const value = cursor.value?.toString() ?? null;
        seen.push(`${records.partition} ${cursor.key?.toString()}=${value}`);
      }
    },
    log: new InMemoryLog(),
  });
  opened.push(topicLog);
  return { topicLog, seen };
}

describe('the log of a topic in Kafka', () => {
  it('creates its topic compacted, with the settings it is given, and finds it the next time', async () => {
    const topic = newTopic(3, { 'segment.bytes': '1048576', 'cleanup.policy': 'delete' });
    const first = await openLog(topic);
    await first.topicLog.start();
    expect(first.topicLog.partitionCount).toBe(3);
    const configs = await admin.describeTopicConfigs(topic.name);
    expect(configs.get('cleanup.policy')).toBe('compact');
    expect(configs.get('segment.bytes')).toBe('1048576');
    const second = await openLog({ ...topic, partitions: 7 });
    await second.topicLog.start();
    expect(second.topicLog.partitionCount).toBe(3);
  });

  it.each(['delete', 'compact,delete'])('refuses a topic with cleanup.policy=%s', async (policy) => {
    const topic = newTopic(1);
    await admin.createTopic({ name: topic.name, partitions: 1, configs: { 'cleanup.policy': policy } });
    const { topicLog } = await openLog(topic);
    await expect(topicLog.start()).rejects.toMatchObject({
      code: 'INTERNAL_TOPIC_UNFIT',
      message:
        `Topic '${topic.name}' supplied via the 'offset.storage.topic' property is required to have ` +
        "'cleanup.policy=compact' to guarantee consistency and durability of source connector offsets, but found the " +
        `topic currently has 'cleanup.policy=${policy}'. Continuing would likely result in eventually losing source ` +
        'connector offsets and problems restarting this Connect cluster in the future. Change the ' +
        "'offset.storage.topic' property in the Connect worker configurations to use a topic with " +
        "'cleanup.policy=compact'.",
    });
  });

  it('refuses settings that no topic can have, in the words of Connect', async () => {
    const { topicLog } = await openLog(newTopic(1, { 'segment.bytes': 'many' }));
    await expect(topicLog.start()).rejects.toThrow(
      /^Unable to create topic\(s\) 'log-.+': .*segment\.bytes/s,
    );
  });

  it('has what it wrote itself after a read to the end, and what others write while it follows', async () => {
    const topic = newTopic(1);
    const writer = await openLog(topic);
    const follower = await openLog(topic);
    await writer.topicLog.start();
    await follower.topicLog.start();
    const entries = Array.from({ length: 5000 }, (_, index) => ({ key: `k${index}`, value: `v${index}` }));
    const sent = writer.topicLog.send(entries);
    await writer.topicLog.readToEnd();
    expect(writer.seen).toEqual(entries.map(({ key, value }) => `0 ${key}=${value}`));
    await sent;
    await expect.poll(() => follower.seen.length).toBe(5000);
    const late = await openLog(topic);
    await late.topicLog.start();
    expect(late.seen).toEqual(writer.seen);
  });

  it.each([
    [3, '["o1",{"p":"v0"}]', 0],
    [3, '["p2",{"p":"v0"}]', 2],
    [3, '["p6",{"p":"v0"}]', 1],
    [25, '["MirrorSourceConnector",{"cluster":"A","partition":0,"topic":"mmt"}]', 20],
    [25, '["MirrorSourceConnector",{"cluster":"A","partition":1,"topic":"mmt"}]', 17],
  ])('puts a key into the partition of %i that Java puts it into: %s', async (partitions, key, expected) => {
    const { topicLog, seen } = await openLog(newTopic(partitions));
    await topicLog.start();
    await topicLog.send([
      { key, value: '{}' },
      { key, value: null },
    ]);
    await topicLog.readToEnd();
    expect(seen).toEqual([`${expected} ${key}={}`, `${expected} ${key}=null`]);
  });

  it('tells who wrote a record that Kafka does not take', async () => {
    const { topicLog, seen } = await openLog(newTopic(1, { 'max.message.bytes': '1000' }));
    await topicLog.start();
    await expect(topicLog.send([{ key: 'k', value: 'x'.repeat(5000) }])).rejects.toMatchObject({
      errorName: 'MESSAGE_TOO_LARGE',
    });
    await topicLog.send([{ key: 'k', value: 'small' }]);
    await topicLog.readToEnd();
    expect(seen).toEqual(['0 k=small']);
  });

  it('shows a reader of an exactly-once worker what was committed only, and has it wait for open transactions', async () => {
    const topic = newTopic(2);
    const { topicLog, seen } = await openLog(topic, { 'exactly.once.source.support': 'enabled' });
    await topicLog.start();
    const producer = await transactional(topic.name);
    const write = (key: string, partition: number): boolean =>
      producer.append({ topic: topic.name, partition, timestampMs: null, key, value: 'v' }, undefined);
    producer.beginTransaction();
    write('aborted', 0);
    await producer.flush();
    await producer.abortTransaction();
    await topicLog.readToEnd();
    expect(seen).toEqual([]);
    producer.beginTransaction();
    write('a', 0);
    write('b', 1);
    await producer.flush();
    let isRead = false;
    const read = topicLog.readToEnd().then(() => (isRead = true));
    const other = await openLog(topic);
    await other.topicLog.start();
    expect(other.seen).toHaveLength(3);
    expect(isRead).toBe(false);
    await producer.commitTransaction();
    await read;
    expect(seen.sort()).toEqual(['0 a=v', '1 b=v']);
  });
});

async function transactional(topic: string): Promise<Producer> {
  const { settings } = parseProducerSettings({
    'bootstrap.servers': kafka.bootstrapServers,
    'transactional.id': `tx-${topic}`,
  });
  const producer = new Producer(settings);
  opened.push(producer);
  await producer.initTransactions();
  await producer.prepare(topic);
  return producer;
}
