import { randomUUID } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeTempFolder,
  readTopic,
  waitFor,
  type ClusterWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, inject, it, type TestContext } from 'vitest';
import { itemsOf, TestCluster, type WorkerKind } from '../src/cluster.ts';
import { GroupMembers } from '../src/group-members.ts';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';

let folder: TempFolder;
let members: GroupMembers;

beforeAll(async () => {
  folder = await makeTempFolder('mixed');
  members = new GroupMembers(bootstrapServers);
});

afterAll(async () => {
  await members.close();
  await folder.remove();
});

/** A cluster that ends with its test. */
function newCluster({ onTestFinished }: TestContext, more: Record<string, string> = {}): TestCluster {
  const cluster = new TestCluster(bootstrapServers, more);
  onTestFinished(() => cluster.stopAll(), 60_000);
  return cluster;
}

const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

function sink(name: string): Record<string, string> {
  return {
    'connector.class': 'FileStreamSink',
    'tasks.max': '4',
    topics: 'no-such-lines',
    file: join(folder.path, `${name}.txt`),
    'consumer.override.session.timeout.ms': '6000',
  };
}

/** Until four tasks are in the group of each sink, whatever is told of their states. */
async function untilOnce(...names: readonly string[]): Promise<void> {
  for (const name of names)
    await waitFor(`four tasks in the group of ${name}`, async () => {
      const found = await members.ofSink(name);
      if (found.length !== 4) throw new Error(found.join());
      return true;
    });
}

/**
 * A Java worker gives a sink 5 s to stop. Consumers of one group that come and go at once hold each other up for as long on a
 * busy machine: a group of Java workers alone says so, too.
 */
const slowStopOfJava = /^\[.*\] ERROR .*Graceful stop of task \S+ failed\./;

async function problemsOf(worker: ClusterWorker): Promise<string[]> {
  const lines = (await readFile(worker.logFile, 'utf8')).split('\n');
  return lines
    .filter((line) => /^\[.*\] (?:ERROR|FATAL)|"level":"(?:error|fatal)"/.test(line))
    .filter((line) => !slowStopOfJava.test(line));
}

const orders = [
  ['java', 'sluice'],
  ['sluice', 'java'],
] as const satisfies readonly (readonly [WorkerKind, WorkerKind])[];

describe.concurrent.each(orders)(
  'a cluster that a %s worker leads and a %s worker follows',
  (first, second) => {
    it(
      'does all of its work once, whoever is asked, and whoever is gone',
      { timeout: 240_000 },
      async (test) => {
        const { expect } = test;
        const cluster = newCluster(test);
        const leader = await cluster.start(first);
        const follower = await cluster.start(second);
        const [a, b] = [unique('a'), unique('b')];
        const all = [...itemsOf(a, 4), ...itemsOf(b, 4)];
        await follower.ask('POST /connectors', { name: a, config: sink(a) });
        await leader.ask('POST /connectors', { name: b, config: sink(b), initial_state: 'PAUSED' });
        await leader.untilIs(b, ['PAUSED']);
        await follower.ask(`PUT /connectors/${b}/resume`);
        await cluster.untilShared(all);
        await untilOnce(a, b);

        for (const worker of cluster.workers) {
          for (const name of [a, b]) {
            const restarts = ['restart', 'tasks/0/restart', 'tasks/1/restart', 'restart?includeTasks=true'];
            for (const restart of restarts) await worker.ask(`POST /connectors/${name}/${restart}`);
            await cluster.untilShared(all);
          }
          await worker.ask(`PATCH /connectors/${a}/config`, { file: join(folder.path, worker.workerId) });
          await expect
            .poll(async () => JSON.stringify(await worker.ask(`GET /connectors/${a}/tasks`).catch(String)))
            .toContain(`/${worker.workerId}"`);
          await cluster.untilShared(all);
          await untilOnce(a, b);
          await worker.ask(`PUT /connectors/${a}/stop`);
          await worker.untilIs(a, ['STOPPED']);
          const partition = { kafka_topic: 'no-such-lines', kafka_partition: 0 };
          const offsets = [{ partition, offset: null }];
          await expect
            .poll(async () => (await worker.answer(`PATCH /connectors/${a}/offsets`, { offsets })).text)
            .toContain('altered successfully');
          await worker.ask(`PUT /connectors/${a}/resume`);
          await cluster.untilShared(all);
        }
        await follower.ask('PUT /admin/loggers/org.example?scope=cluster', { level: 'DEBUG' });
        for (const worker of cluster.workers)
          await expect
            .poll(async () => (await worker.answer('GET /admin/loggers/org.example')).text)
            .toContain('"DEBUG"');
        for (const worker of cluster.workers) expect(await problemsOf(worker)).toEqual([]);

        await cluster.kill(follower);
        await cluster.untilShared(all);
        await untilOnce(a, b);
        const again = await cluster.start(second);
        await cluster.untilShared(all);
        await cluster.kill(leader);
        await cluster.untilShared(all);
        await untilOnce(a, b);
        await again.ask(`DELETE /connectors/${a}`);
        await cluster.untilShared(itemsOf(b, 4));
      },
    );
  },
);

describe.concurrent('the topics of a Java cluster that was stopped', () => {
  it('are taken over in place, and handed back', { timeout: 180_000 }, async (test) => {
    const { expect } = test;
    const cluster = newCluster(test, { 'value.converter': text });
    const [topic, file, out] = [unique('lines'), join(folder.path, 'in.txt'), join(folder.path, 'out.txt')];
    const readLines = async (): Promise<(string | undefined)[]> =>
      (await readTopic(bootstrapServers, topic)).map(({ value }) => value?.toString());
    await writeFile(file, 'one\n');
    const [source, sunk] = [unique('in'), unique('out')];
    const lines = ['one'];
    const connectors = {
      [source]: { 'connector.class': 'FileStreamSource', file, topic },
      [sunk]: { 'connector.class': 'FileStreamSink', file: out, topics: topic },
      [unique('later')]: { ...sink('later') },
    };
    const configTopic = cluster.properties['config.storage.topic'] ?? '';
    const taskRecords = async (): Promise<number> =>
      (await readTopic(bootstrapServers, configTopic)).filter(({ key }) =>
        key?.toString().startsWith('task-'),
      ).length;
    let committed = 0;
    for (const kind of ['java', 'sluice', 'java'] as const) {
      const worker = await cluster.start(kind);
      if (lines.length === 1) {
        for (const [name, config] of Object.entries(connectors)) {
          const state = name.startsWith('later') ? 'STOPPED' : 'RUNNING';
          await worker.ask('POST /connectors', { name, config, initial_state: state });
        }
      }
      for (const name of [source, sunk]) await worker.untilIs(name, ['RUNNING', 'RUNNING']);
      lines.push(kind);
      await appendFile(file, `${kind}\n`);
      await expect.poll(readLines, { timeout: 30_000 }).toEqual(lines);
      await expect.poll(() => readFile(out, 'utf8'), { timeout: 30_000 }).toBe(`${lines.join('\n')}\n`);
      const later = Object.keys(connectors).find((name) => name.startsWith('later')) ?? '';
      expect((await worker.status(later)).connector.state).toBe('STOPPED');
      committed ||= await taskRecords();
      // Nobody writes anew what the other one has written.
      expect(await taskRecords()).toBe(committed);
      expect(await problemsOf(worker)).toEqual([]);
      await cluster.stop(worker);
    }
  });
});
