import { randomUUID } from 'node:crypto';
import { createTopic, testPluginsJar, waitFor, type ClusterWorker } from '@sluice/testing-services';
import { beforeAll, describe, inject, it, type TestContext } from 'vitest';
import { itemsOf, TestCluster, type WorkerKind } from '../src/cluster.ts';
import { committedRecords } from '../src/committed-records.ts';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';
const taskCount = 4;

let jar: string;

beforeAll(async () => {
  jar = await testPluginsJar();
});

function newCluster({ onTestFinished }: TestContext): TestCluster {
  const properties = {
    'exactly.once.source.support': 'enabled',
    'key.converter': text,
    'value.converter': text,
  };
  const cluster = new TestCluster(bootstrapServers, properties, { moreJars: [jar] });
  onTestFinished(() => cluster.stopAll(), 60_000);
  return cluster;
}

/** Until all runs on the workers that there are; restarts what has failed, as somebody who looks after them would. */
async function untilAllRun(cluster: TestCluster, name: string): Promise<void> {
  const [asked] = cluster.workers as [ClusterWorker];
  const live = new Set(cluster.workers.map(({ workerId }) => workerId));
  await waitFor(
    `${name} to run on ${[...live].join()}`,
    async () => {
      const { connector, tasks } = await asked.status(name);
      const parts = [connector, ...tasks];
      if (parts.some(({ state }) => state === 'FAILED'))
        await asked.ask(`POST /connectors/${name}/restart?includeTasks=true&onlyFailed=true`);
      const seen = parts.map(({ state, worker_id: id }) => `${state} on ${id}`).join();
      if (parts.length !== itemsOf(name, taskCount).length) throw new Error(seen);
      if (parts.some(({ state, worker_id: id }) => state !== 'RUNNING' || !live.has(id)))
        throw new Error(seen);
      return true;
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );
}

/** The numbers that each task has written, in their order. */
async function numbersByTask(topic: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const byTask = new Map<string, number[]>();
  for (const { key, value } of await committedRecords(bootstrapServers, topic))
    byTask.set(key, [...(byTask.get(key) ?? []), Number(value)]);
  return byTask;
}

/** Until each task has written so many more. */
async function untilMore(topic: string): Promise<void> {
  const lengths = async (): Promise<number[]> =>
    [...(await numbersByTask(topic)).values()].map(({ length }) => length);
  const least = Math.min(...(await lengths()));
  await waitFor(
    'more numbers of each task',
    async () => {
      const now = await lengths();
      return now.length === taskCount && Math.min(...now) >= least + 30 ? true : undefined;
    },
    { intervalMs: 300 },
  );
}

const orders = [
  ['java', 'sluice'],
  ['sluice', 'java'],
] as const satisfies readonly (readonly [WorkerKind, WorkerKind])[];

describe.concurrent.each(orders)(
  'a source in a cluster that a %s worker leads and a %s worker follows',
  (first, second) => {
    it(
      'delivers exactly once, though workers are frozen, wake up and are killed',
      { timeout: 240_000 },
      async (test) => {
        const { expect } = test;
        const cluster = newCluster(test);
        const topic = `numbers-${randomUUID().slice(0, 8)}`;
        const name = `source-${topic}`;
        await createTopic(bootstrapServers, { topic });
        const leader = await cluster.start(first);
        const follower = await cluster.start(second);
        const config = {
          'connector.class': 'org.apache.kafka.connect.tools.VerifiableSourceConnector',
          'tasks.max': String(taskCount),
          topic,
          throughput: '100',
        };
        await follower.ask('POST /connectors', { name, config });
        await cluster.untilShared(itemsOf(name, taskCount));
        await untilMore(topic);

        // A generation that does not know that it is over: its tasks run on when it wakes up, while others do their work.
        await follower.kill('SIGSTOP');
        await waitFor('the leader to do all of the work', async () => {
          const { tasks } = await leader.status(name);
          const seen = tasks.map(({ state, worker_id: id }) => `${state} on ${id}`);
          if (seen.filter((one) => one === `RUNNING on ${leader.workerId}`).length !== taskCount)
            throw new Error(seen.join());
          return true;
        });
        await untilMore(topic);
        await follower.kill('SIGCONT');
        await untilAllRun(cluster, name);
        await untilMore(topic);

        await follower.ask(`PUT /connectors/${name}/config`, { ...config, throughput: '150' });
        await waitFor('another configuration of the tasks', async () =>
          JSON.stringify(await leader.ask(`GET /connectors/${name}/tasks`)).split('"150"').length > taskCount
            ? true
            : undefined,
        );
        await untilAllRun(cluster, name);
        await untilMore(topic);

        await cluster.kill(leader);
        await untilAllRun(cluster, name);
        await untilMore(topic);
        await cluster.start(first);
        await untilAllRun(cluster, name);
        await untilMore(topic);

        await follower.ask(`PUT /connectors/${name}/stop`);
        await follower.untilIs(name, ['STOPPED']);
        const byTask = await numbersByTask(topic);
        expect([...byTask.keys()].sort()).toEqual(
          Array.from({ length: taskCount }, (_none, task) => String(task)),
        );
        for (const numbers of byTask.values())
          expect(numbers).toEqual(Array.from({ length: numbers.length }, (_none, number) => number));
      },
    );
  },
);
