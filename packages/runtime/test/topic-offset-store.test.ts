import { randomUUID } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Admin, Consumer, parseAdminSettings, parseConsumerSettings } from '@sluice/kafka-client';
import {
  makeTempFolder,
  startJavaConnect,
  waitFor,
  type JavaConnectWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { internalClientProperties } from '../src/config/internal-client-properties.ts';
import { internalTopicOf } from '../src/config/internal-topics.ts';
import { openTopicLog } from '../src/stores/topic-log/open-topic-log.ts';
import { TopicOffsetStore } from '../src/stores/topic-offset-store.ts';
import { InMemoryLog } from '../testing/in-memory-log.ts';

const kafka = inject('kafka');
let folder: TempFolder;
let admin: Admin;
let java: JavaConnectWorker | undefined;
let store: TopicOffsetStore | undefined;

const name = randomUUID().slice(0, 8);
const internal = {
  'group.id': `java-${name}`,
  'config.storage.topic': `configs-${name}`,
  'config.storage.replication.factor': '1',
  'offset.storage.topic': `offsets-${name}`,
  'offset.storage.replication.factor': '1',
  'status.storage.topic': `statuses-${name}`,
  'status.storage.replication.factor': '1',
  'offset.flush.interval.ms': '200',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
};

beforeAll(async () => {
  folder = await makeTempFolder('topic-offset-store');
  admin = new Admin(parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers }).settings);
});

afterEach(async () => {
  await store?.stop();
  await java?.stop();
  store = java = undefined;
});

afterAll(async () => {
  await admin.close();
  await folder.remove();
});

const startJava = async (): Promise<void> => {
  const { bootstrapServers } = kafka;
  java = await startJavaConnect({ mode: 'distributed', bootstrapServers, properties: internal });
};

async function openStore(): Promise<TopicOffsetStore> {
  const worker = { ...internal, 'bootstrap.servers': kafka.bootstrapServers };
  const topic = internalTopicOf(worker, 'offsets');
  const log = new InMemoryLog();
  const properties = internalClientProperties(worker, 'offsets');
  store = new TopicOffsetStore(
    topic.name,
    (onRecords) => openTopicLog({ topic, properties, admin, onRecords, log }),
    log,
  );
  await store.start();
  return store;
}

async function values(topic: string, count: number): Promise<string[]> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': kafka.bootstrapServers,
    'auto.offset.reset': 'earliest',
  });
  const consumer = new Consumer(settings);
  try {
    consumer.assign([{ topic, partition: 0 }]);
    const found: string[] = [];
    while (found.length < count) {
      for (const fetched of (await consumer.poll(500)).partitions) {
        const cursor = fetched.records();
        while (cursor.next()) found.push(String(cursor.value));
      }
    }
    return found;
  } finally {
    await consumer.close();
  }
}

describe('an offsets topic', () => {
  it('is shared with a Java worker: each goes on where the other has stopped', async () => {
    const file = join(folder.path, 'lines.txt');
    const topic = `lines-${name}`;
    await writeFile(file, 'one\ntwo\n');
    await startJava();
    const config = { 'connector.class': 'FileStreamSource', file, topic };
    await fetch(`${java?.url}/connectors`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'lines', config }),
    });
    expect(await values(topic, 2)).toEqual(['one', 'two']);
    const offsets = await openStore();
    const key = JSON.stringify(['lines', { filename: file }]);
    await waitFor('the offset of the Java worker', async () =>
      (await offsets.get([key]))[0] === '{"position":8}' ? true : undefined,
    );
    expect(await offsets.partitions('lines')).toEqual([{ filename: file }]);
    await java?.stop();
    await appendFile(file, 'three\nfour\n');
    await offsets.set([{ key, value: '{"position":14}' }]);
    expect(await offsets.get([key])).toEqual(['{"position":14}']);
    await startJava();
    expect(await values(topic, 3)).toEqual(['one', 'two', 'four']);
  });
});
