import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, produceLines, startSluiceWorker, waitFor } from '@sluice/testing-services';
import type { Properties, SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { Admin, Consumer, parseAdminSettings, parseConsumerSettings } from '@sluice/kafka-client';
import { ConnectorRest } from '../src/connector-rest.ts';
import { installOddPlugins } from '../src/install-odd-plugins.ts';

const { bootstrapServers } = inject('kafka');
// The shortest that brokers allow.
const sessionTimeoutMs = 6000;

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;
let other: Consumer | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('busy-sinks');
  await installOddPlugins(folder.path);
});

afterEach(async () => {
  await other?.close();
  other = undefined;
  await worker.stop();
  await folder.remove();
});

async function start(properties: Properties = {}): Promise<void> {
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'plugin.path': folder.path,
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.flush.interval.ms': '200',
      'consumer.session.timeout.ms': String(sessionTimeoutMs),
      'consumer.heartbeat.interval.ms': '1000',
      ...properties,
    },
  });
  rest = new ConnectorRest(worker.url);
}

/** Sinks that share the threads of the worker, each in a group of its own. */
async function busySinks(count: number, busyMs: number): Promise<string[]> {
  const topic = `busy-${randomBytes(4).toString('hex')}`;
  await produceLines(bootstrapServers, topic, ['before']);
  const names = Array.from({ length: count }, (_none, index) => `${topic}-${index}`);
  for (const name of names) {
    const file = fileOf(name);
    await rest.putConfig(name, {
      'connector.class': 'BusySink',
      topics: topic,
      file,
      'busy.ms': String(busyMs),
    });
  }
  for (const name of names) await untilHas(name, ['open', 'before']);
  await produceLines(bootstrapServers, topic, ['busy', 'after']);
  return names;
}

/** A sink that ends its thread. */
async function exitingSink(): Promise<string> {
  const name = `exits-${randomBytes(4).toString('hex')}`;
  await produceLines(bootstrapServers, name, ['trigger']);
  await rest.putConfig(name, { 'connector.class': 'OddSink', topics: name, does: 'exit' });
  return name;
}

async function memberCount(name: string): Promise<number> {
  const { settings } = parseAdminSettings({ 'bootstrap.servers': bootstrapServers });
  const admin = new Admin(settings);
  try {
    const groups = await admin.groups.describe([`connect-${name}`]);
    const group = groups.get(`connect-${name}`);
    return group === undefined || 'code' in group ? -1 : group.members.length;
  } finally {
    await admin.close();
  }
}

const fileOf = (name: string): string => join(folder.path, `${name}.txt`);

const linesOf = async (name: string): Promise<string[]> =>
  (await readFile(fileOf(name), 'utf8')).trimEnd().split('\n');

async function untilHas(name: string, expected: readonly string[]): Promise<void> {
  await waitFor(`${expected.join()} in ${name}`, async () => {
    const lines = await linesOf(name);
    if (lines.join() === expected.join()) return true;
    throw new Error(`it has ${lines.join()}`);
  });
}

async function committed(name: string): Promise<number | undefined> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'group.id': `connect-${name}`,
  });
  const consumer = new Consumer(settings);
  try {
    const topic = name.replace(/-\d+$/, '');
    return (await consumer.committed([{ topic, partition: 0 }]))[0]?.offset;
  } finally {
    await consumer.close();
  }
}

describe('sinks that keep their threads for twice session.timeout.ms', () => {
  it('stay in their groups, and are given no record twice', async () => {
    await start();
    const names = await busySinks(2, 2 * sessionTimeoutMs);
    const expected = ['open', 'before', 'busy', 'after'];
    for (const name of names) await untilHas(name, expected);
    for (const name of names) {
      await waitFor('the commit', async () => ((await committed(name)) === 3 ? true : undefined));
      expect(await linesOf(name)).toEqual(expected);
    }
  }, 90_000);
});

describe('sinks whose thread has ended', () => {
  it.each([
    ['was blocked for too long', 60_000],
    ['was ended by one of them', 0],
  ])('because it %s have left their groups long before their sessions end', async (_why, busyMs) => {
    const inOneThread = { 'sluice.task.thread.blocked.timeout.ms': '2000' };
    await start({ ...inOneThread, 'consumer.session.timeout.ms': '45000' });
    const [name = ''] = busyMs > 0 ? await busySinks(1, busyMs) : [await exitingSink()];
    await rest.untilTaskIs(name, 'FAILED');
    const failedMs = performance.now();
    await waitFor('the group to be empty', async () => (await memberCount(name)) === 0 || undefined);
    expect(performance.now() - failedMs).toBeLessThan(5000);
  });
});
