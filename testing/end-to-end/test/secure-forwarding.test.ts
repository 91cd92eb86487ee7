import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import {
  freePorts,
  makeCertificates,
  makeTempFolder,
  waitFor,
  type ClusterWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, inject, it, type TestContext } from 'vitest';
import { TestCluster, type WorkerKind } from '../src/cluster.ts';
import { makeJavaStores, type JavaStores } from '../src/java-stores.ts';

const { bootstrapServers } = inject('kafka');

let folder: TempFolder;
let stores: JavaStores;
let strangers: JavaStores;

beforeAll(async () => {
  folder = await makeTempFolder('secure-forwarding');
  stores = await storesOf('ours');
  strangers = await storesOf('strangers');
});

afterAll(() => folder.remove());

async function storesOf(name: string): Promise<JavaStores> {
  const own = join(folder.path, name);
  await mkdir(own);
  return makeJavaStores(await makeCertificates(own), own);
}

/** Users come by HTTP, workers by HTTPS, each with a certificate. */
async function listeners({ properties }: JavaStores): Promise<Record<string, string>> {
  const [http = 0, https = 0] = await freePorts(2);
  return {
    listeners: `http://127.0.0.1:${http},https://127.0.0.1:${https}`,
    'rest.advertised.listener': 'https',
    'listeners.https.ssl.client.auth': 'required',
    ...Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [`listeners.https.${key}`, value]),
    ),
  };
}

/** A cluster that ends with its test. */
class SecureCluster extends TestCluster {
  constructor({ onTestFinished }: TestContext) {
    super(bootstrapServers);
    onTestFinished(() => this.stopAll(), 60_000);
  }

  async startSecure(kind: WorkerKind, own = stores): Promise<ClusterWorker> {
    return this.start(kind, await listeners(own));
  }
}

const sink = (file: string): Record<string, string> => ({
  'connector.class': 'FileStreamSink',
  'tasks.max': '4',
  topics: 'no-such-lines',
  file: join(folder.path, file),
});

/** Asks until the answer is none that says that the work is being divided, and then it has to be a success. */
async function patiently(worker: ClusterWorker, request: string, body?: unknown): Promise<void> {
  const { status, text } = await waitFor(request, async () => {
    const answer = await worker.answer(request, body);
    return answer.status === 409 ? undefined : answer;
  });
  if (status >= 400) throw new Error(`${request}: ${status} ${text}`);
}

/** Until connector and tasks run, on both workers; resolves to the workers by part. */
async function untilRunning(worker: ClusterWorker, name: string): Promise<string[]> {
  return waitFor(`${name} to run on two workers`, async () => {
    const { connector, tasks } = await worker.status(name);
    const parts = [connector, ...tasks];
    const seen = parts.map(({ state, worker_id: id }) => `${state} on ${id}`);
    if (parts.length !== 5 || parts.some(({ state }) => state !== 'RUNNING')) throw new Error(seen.join());
    const ids = parts.map(({ worker_id: id }) => id);
    if (new Set(ids).size !== 2) throw new Error(seen.join());
    return ids;
  });
}

const orders = [
  ['sluice', 'sluice'],
  ['java', 'sluice'],
  ['sluice', 'java'],
] as const satisfies readonly (readonly [WorkerKind, WorkerKind])[];

describe.concurrent('workers that ask each other by HTTPS with certificates', { timeout: 120_000 }, () => {
  it.for(orders)(
    '(a %s worker leads a %s worker) do what only the other one can',
    async ([first, second], test) => {
      const { expect } = test;
      const cluster = new SecureCluster(test);
      const leader = await cluster.startSecure(first);
      const follower = await cluster.startSecure(second);
      const [a, b] = ['a', 'b'].map((name) => `${name}-${randomUUID().slice(0, 8)}`) as [string, string];
      // The follower divides one of the two, and has to give its tasks to the leader.
      expect((await follower.answer('POST /connectors', { name: a, config: sink(a) })).status).toBe(201);
      expect((await leader.answer('POST /connectors', { name: b, config: sink(b) })).status).toBe(201);
      const hosts = new Set([...(await untilRunning(leader, a)), ...(await untilRunning(follower, b))]);
      expect(hosts.size).toBe(2);
      const connectors = [a, b].map(async (name) => (await leader.status(name)).connector.worker_id);
      expect(new Set(await Promise.all(connectors))).toEqual(hosts);

      for (const worker of cluster.workers) {
        for (const name of [a, b]) {
          await patiently(worker, `POST /connectors/${name}/restart`);
          for (const task of [0, 1, 2, 3])
            await patiently(worker, `POST /connectors/${name}/tasks/${task}/restart`);
          await untilRunning(worker, name);
        }
        const file = join(folder.path, worker.workerId);
        await patiently(worker, `PUT /connectors/${a}/config`, { ...sink(a), file });
        await waitFor('tasks with it', async () => {
          const tasks = JSON.stringify(await follower.ask(`GET /connectors/${a}/tasks`));
          return tasks.split(file).length === 5 ? true : undefined;
        });
        await untilRunning(worker, a);
      }
      expect((await follower.answer(`DELETE /connectors/${a}`)).status).toBe(204);
      for (const host of hosts) await expect(anonymously(`https://${host}/connectors`)).rejects.toThrow();
    },
  );

  it('say what is wrong where one does not trust the other', async (test) => {
    const { expect } = test;
    const cluster = new SecureCluster(test);
    await cluster.startSecure('sluice');
    const stranger = await cluster.startSecure('sluice', strangers);
    const refused = await stranger.answer('POST /connectors', { name: 'refused', config: sink('refused') });
    expect(refused).toMatchObject({ status: 500, text: expect.stringMatching(/certificate/) as string });
    const log = await readFile(stranger.logFile, 'utf8');
    for (const secret of strangers.secrets) expect(refused.text + log).not.toContain(secret);
  });
});

/** Asks without a certificate. */
async function anonymously(url: string): Promise<void> {
  const sent = request(url, { rejectUnauthorized: false, agent: false }).end();
  await once(sent, 'response');
}
