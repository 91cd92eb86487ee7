import { rm } from 'node:fs/promises';
import { JavaClusterWorker, makeTempFolder, newClusterProperties, waitFor } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, inject, it, type TestContext } from 'vitest';
import { TrialWorker, type TrialWorkerOptions } from '../testing/trial-worker.ts';

const kafka = inject('kafka');
let folder: string;

beforeAll(async () => {
  ({ path: folder } = await makeTempFolder('group'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Properties = Readonly<Record<string, string>>;

const quick = {
  'scheduled.rebalance.max.delay.ms': '3000',
  'session.timeout.ms': '6000',
  'heartbeat.interval.ms': '500',
  'rebalance.timeout.ms': '20000',
};

/** The workers of a test, which end with it. */
class Group {
  readonly properties: Properties;
  readonly #ending = new Map<object, () => Promise<void>>();

  constructor({ onTestFinished }: TestContext, more: Properties = {}) {
    this.properties = newClusterProperties(kafka.bootstrapServers, { ...quick, ...more });
    onTestFinished(async () => {
      for (const worker of [...this.#ending.keys()].reverse()) await this.stop(worker);
    }, 60_000);
  }

  async startJava(): Promise<JavaClusterWorker> {
    const java = await JavaClusterWorker.start(this.properties);
    this.#ending.set(java, () => java.stop());
    return java;
  }

  async startOurs(options: TrialWorkerOptions = {}): Promise<TrialWorker> {
    const worker = new TrialWorker(this.properties, options);
    this.#ending.set(worker, () => worker.stop());
    return await worker.start();
  }

  async stop(worker: object): Promise<void> {
    await this.#ending.get(worker)?.();
    this.#ending.delete(worker);
  }
}

const sink = (name: string): Record<string, string> => ({
  'connector.class': 'FileStreamSink',
  'tasks.max': '4',
  topics: 'no-such-lines',
  file: `${folder}/${name}.txt`,
  name,
});
const all = ['a', 'a-0', 'a-1', 'a-2', 'a-3', 'b', 'b-0', 'b-1', 'b-2', 'b-3'];

/** Until both together do all of the work, each item once, and each of them some. */
async function untilShared(ours: TrialWorker, java: JavaClusterWorker): Promise<void> {
  await waitFor('the work to be shared', async () => {
    if (ours.failure !== null) throw ours.failure;
    const theirs = await java.running();
    const seen = `ours ${ours.running.join()} theirs ${theirs.join()}`;
    if ([...ours.running, ...theirs].sort().join() !== all.join()) throw new Error(seen);
    if (ours.running.length === 0 || theirs.length === 0) throw new Error(seen);
    return true;
  });
}

// Java workers start and stop several times in each.
const timeout = 300_000;

describe.concurrent('a worker in a group with a Java worker', { timeout }, () => {
  it('follows it, leads when it has left, and leads it when it comes back', async (test) => {
    const { expect } = test;
    const group = new Group(test);
    const java = await group.startJava();
    for (const name of ['a', 'b']) {
      await java.ask('POST /connectors', { name, config: sink(name) });
      await java.untilIs(name, ['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
    }
    const ours = await group.startOurs();
    await untilShared(ours, java);
    expect([ours.running.length, ours.member.isLeader, ours.member.protocol?.name]).toEqual([
      5,
      false,
      'sessioned',
    ]);

    // A change that the leader tells the group of is known here before its work starts.
    await java.ask('PUT /connectors/b/config', { ...sink('b'), file: `${folder}/b2.txt` });
    await waitFor('the new configuration', () =>
      ours.stores.config.snapshot.connectorConfig('b')?.['file']?.endsWith('b2.txt') === true
        ? true
        : undefined,
    );
    await untilShared(ours, java);

    await group.stop(java);
    // What Java had is new to a leader that has not led before: nobody is missed, and all of it is given out.
    await expect.poll(() => ours.running, { timeout: 30_000 }).toEqual(all);
    expect([ours.member.isLeader, ours.failure]).toEqual([true, null]);

    const again = await group.startJava();
    await untilShared(ours, again);
    expect(ours.member.isLeader).toBe(true);
    expect(ours.member.owners?.urlOfConnector(ours.running.includes('a') ? 'b' : 'a')).toBe(
      `http://${again.workerId}/`,
    );
    expect(ours.stopped.connectors.length + ours.stopped.tasks.length).toBeGreaterThanOrEqual(5);

    // Gone without a word, it is waited for: its work stays with nobody until the delay is over.
    await again.kill();
    const before = ours.running;
    await expect.poll(() => ours.assigned.at(-1)?.assignment.delayMs, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(ours.running).toEqual(before);
    await expect.poll(() => ours.running, { timeout: 30_000 }).toEqual(all);
    expect([ours.errorCodes, ours.failure]).toEqual([[0], null]);
  });

  it('leads a new cluster, whose key and connectors it writes and a Java worker takes', async (test) => {
    const { expect } = test;
    const group = new Group(test);
    const ours = await group.startOurs();
    await expect.poll(() => ours.member.isLeader).toBe(true);
    await expect.poll(() => ours.stores.config.snapshot.sessionKey).not.toBeNull();
    const task = { ...sink('a'), 'task.class': 'org.apache.kafka.connect.file.FileStreamSinkTask' };
    const java = await group.startJava();
    for (const name of ['a', 'b']) {
      await ours.stores.config.putConnector(name, sink(name), null);
      const config = { ...task, name, file: `${folder}/${name}.txt` };
      await ours.stores.config.putTasks(name, [config, config, config, config]);
    }
    await untilShared(ours, java);
    expect(ours.member.isLeader).toBe(true);
    await ours.stores.config.deleteConnector('a');
    await waitFor('the work of one connector to be shared', async () => {
      const left = [...ours.running, ...(await java.running())].sort();
      return left.join() === all.filter((name) => name.startsWith('b')).join() ? true : undefined;
    });
    expect(ours.failure).toBeNull();
  });

  it.for(['eager', 'compatible'] as const)(
    'follows and leads in a group of the %s protocol',
    async (mode, test) => {
      const { expect } = test;
      const group = new Group(test, { 'connect.protocol': mode });
      const java = await group.startJava();
      for (const name of ['a', 'b']) {
        await java.ask('POST /connectors', { name, config: sink(name) });
        await java.untilIs(name, ['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
      }
      const ours = await group.startOurs({ mode });
      await untilShared(ours, java);
      expect(ours.member.protocol?.name).toBe(mode === 'eager' ? 'default' : 'compatible');
      await group.stop(java);
      await expect.poll(() => ours.running, { timeout: 30_000 }).toEqual(all);
      const again = await group.startJava();
      await untilShared(ours, again);
      expect([ours.member.isLeader, ours.errorCodes, ours.failure]).toEqual([true, [0], null]);
    },
  );
});
