import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Admin, Consumer, parseAdminSettings, parseConsumerSettings } from '@sluice/kafka-client';
import { makeTempFolder, ServiceProcess, waitFor, type TempFolder } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { fenceTasks } from '../src/source-task/exactly-once/fence-tasks.ts';

const kafka = inject('kafka');
/** How often a task is killed before it may count to the end. */
const kills = Number(process.env['SLUICE_EXACTLY_ONCE_KILLS'] ?? 3);
let folder: TempFolder;
let admin: Admin;
let running: ServiceProcess[] = [];

beforeAll(async () => {
  folder = await makeTempFolder('exactly-once');
  admin = new Admin(parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers }).settings);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.kill()));
  running = [];
});

afterAll(async () => {
  await admin.close();
  await folder.remove();
});

interface Setup {
  readonly topic: string;
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: Readonly<Record<string, string>>;
}

async function setUp(connector: Readonly<Record<string, string>>): Promise<Setup> {
  const name = randomUUID().slice(0, 8);
  const topic = `numbers-${name}`;
  await admin.createTopic({ name: topic, partitions: 3, replicationFactor: 1 });
  return {
    topic,
    worker: {
      'bootstrap.servers': kafka.bootstrapServers,
      'group.id': `g-${name}`,
      'exactly.once.source.support': 'enabled',
      'offset.storage.topic': `offsets-${name}`,
      'offset.storage.replication.factor': '1',
      'offset.storage.partitions': '3',
      'key.converter': 'org.example.TextConverter',
      'value.converter': 'org.example.TextConverter',
      'header.converter': 'org.example.TextConverter',
    },
    connector: { name: 'counter', 'connector.class': 'org.example.CountingSource', topic, ...connector },
  };
}

interface RunningTask {
  readonly process: ServiceProcess;
  /** What it has said so far. */
  readonly said: () => Promise<string[]>;
}

async function runTask({ worker, connector }: Setup): Promise<RunningTask> {
  const logFile = join(folder.path, `${randomUUID()}.log`);
  const program = join(import.meta.dirname, 'programs', 'run-source-task.ts');
  const process = await ServiceProcess.start({
    name: 'a source task',
    command: globalThis.process.execPath,
    args: ['--conditions=@sluice/source', program, JSON.stringify({ worker, connector })],
    logFile,
  });
  running.push(process);
  // Lines of the log are JSON.
  const said = async (): Promise<string[]> =>
    (await readFile(logFile, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return { process, said };
}

const hears = (task: RunningTask, pattern: RegExp): Promise<string> =>
  waitFor(
    `the task says ${pattern.source}`,
    async () => (await task.said()).find((line) => pattern.test(line)),
    {
      timeoutMs: 60_000,
    },
  );

/** Everything that a reader sees who reads what is committed. */
async function committed(topic: string): Promise<string[]> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': kafka.bootstrapServers,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
  });
  const consumer = new Consumer(settings);
  try {
    const { partitions } = await admin.describeTopic(topic);
    const places = partitions.map(({ partition }) => ({ topic, partition }));
    consumer.assign(places);
    consumer.seekToBeginning(places);
    const ends = await consumer.endOffsets(places);
    const values: string[] = [];
    for (;;) {
      const positions = await Promise.all(places.map((place) => consumer.position(place)));
      if (positions.every((position, index) => position >= (ends[index] ?? 0))) return values;
      for (const fetched of (await consumer.poll(100)).partitions) {
        const cursor = fetched.records();
        while (cursor.next()) values.push(String(cursor.value));
      }
    }
  } finally {
    await consumer.close();
  }
}

const numbers = (total: number): string[] =>
  ['even', 'odd'].flatMap((which) =>
    Array.from({ length: total / 2 }, (_none, number) => `${which}:${number}`),
  );

const sorted = (values: readonly string[]): string[] => values.toSorted();

/** Kills the task at one moment after another, and then lets it count to the end. */
async function killUntilDone(setup: Setup, total: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const task = await runTask(setup);
    await hears(task, /^RUNNING/);
    await delay(50 + Math.random() * 400);
    await task.process.kill('SIGKILL');
  }
  const task = await runTask(setup);
  await waitFor(
    'all numbers',
    async () => ((await committed(setup.topic)).length >= total ? true : undefined),
    { timeoutMs: 120_000, intervalMs: 250 },
  );
  await task.process.stop(20_000);
  expect(await task.said()).toContain('UNASSIGNED');
}

describe('a source task that delivers exactly once, on Kafka', () => {
  it.each([
    ['poll', { 'transaction.boundary': 'poll' }],
    ['interval', { 'transaction.boundary': 'interval', 'transaction.boundary.interval.ms': '100' }],
    ['connector', { 'transaction.boundary': 'connector', junk: 'true' }],
  ])(
    'loses nothing and repeats nothing though it is killed in the middle (%s)',
    async (_boundary, config) => {
      const total = 20_000;
      const setup = await setUp({ ...config, total: String(total), 'batch.size': '50' });
      await killUntilDone(setup, total);
      expect(sorted(await committed(setup.topic))).toEqual(sorted(numbers(total)));
    },
  );

  it('keeps its place in a topic of its own', async () => {
    const total = 10_000;
    const own = `own-${randomUUID().slice(0, 8)}`;
    const setup = await setUp({ total: String(total), 'offsets.storage.topic': own });
    await killUntilDone(setup, total);
    expect(sorted(await committed(setup.topic))).toEqual(sorted(numbers(total)));
    expect((await admin.describeTopicConfigs(own)).get('cleanup.policy')).toBe('compact');
    expect((await committed(own)).at(-1)).toMatch(/^\{"next":5000\}$/);
  });

  it('says that its transaction expired when its producer is fenced while it writes', async () => {
    const setup = await setUp({
      total: '1000000',
      'transaction.boundary': 'interval',
      'transaction.boundary.interval.ms': '60000',
    });
    const old = await runTask(setup);
    await hears(old, /^RUNNING/);
    await waitFor('an open transaction', async () => {
      const id = `${setup.worker['group.id']}-counter-0`;
      const described = (await admin.transactions.describe([id])).get(id);
      return described instanceof Error || described?.state !== 'Ongoing' ? undefined : true;
    });
    await fenceTasks(admin, {
      groupId: setup.worker['group.id'] ?? '',
      connector: 'counter',
      taskCount: 1,
    });
    expect(await hears(old, /^FAILED/)).toContain(
      'The task counter-0 was unable to finish writing records to Kafka before its producer transaction expired.',
    );
    expect(await committed(setup.topic)).toEqual([]);
  });

  it('is fenced by a newer generation, which goes on where the old one was cut off', async () => {
    const setup = await setUp({ total: '10000000', 'batch.size': '50' });
    const old = await runTask(setup);
    await hears(old, /^RUNNING/);
    await waitFor('first numbers', async () =>
      (await committed(setup.topic)).length > 0 ? true : undefined,
    );
    const young = await runTask(setup);
    // A broker 4.3 that is asked to commit for a fenced producer may answer UNKNOWN_SERVER_ERROR.
    expect(await hears(old, /^FAILED/)).toMatch(
      /before its producer transaction expired|Failed to flush offsets and\/or records for task counter-0/,
    );
    await hears(young, /^RUNNING/);
    expect((await young.said()).slice(0, 3)).toEqual(['fenced', 'confirmed', 'RUNNING']);
    const cutOff = (await committed(setup.topic)).length;
    await waitFor('more numbers', async () =>
      (await committed(setup.topic)).length > cutOff ? true : undefined,
    );
    await young.process.stop(20_000);
    const values = await committed(setup.topic);
    // The source deals the numbers out to its two partitions in turn.
    expect(sorted(values)).toEqual(sorted(numbers(values.length)));
  });
});
