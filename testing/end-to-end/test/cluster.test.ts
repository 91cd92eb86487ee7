import { randomUUID } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, readTopic, type ClusterWorker, type TempFolder } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { itemsOf, TestCluster } from '../src/cluster.ts';
import { GroupMembers } from '../src/group-members.ts';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';

let folder: TempFolder;
let members: GroupMembers;
let cluster: TestCluster;

beforeAll(async () => {
  folder = await makeTempFolder('cluster');
  members = new GroupMembers(bootstrapServers);
});

afterEach(() => cluster.stopAll());

afterAll(async () => {
  await members.close();
  await folder.remove();
});

const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

function sink(name: string, tasks = 4): Record<string, string> {
  return {
    'connector.class': 'FileStreamSink',
    'tasks.max': String(tasks),
    topics: 'no-such-lines',
    file: join(folder.path, `${name}.txt`),
    // What a killed worker had is gone soon.
    'consumer.override.session.timeout.ms': '6000',
  };
}

/** Until all four tasks of a sink are there, each once, and no other: who they are. */
async function untilJoined(name: string): Promise<string[]> {
  await expect.poll(async () => (await members.ofSink(name)).length, { timeout: 60_000 }).toBe(4);
  return members.ofSink(name);
}

interface ClusterBody {
  readonly generation: number;
  readonly workers: readonly {
    readonly worker_id: string;
    readonly is_leader: boolean;
    readonly tasks: number;
  }[];
  readonly rebalances: readonly { readonly reasons: readonly string[]; readonly delay_ms: number }[];
}

/** The value of one metric in the text that Prometheus reads. */
function lineOf(text: string, metric: string): string | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${metric} `));
  return line?.slice(metric.length + 1);
}

async function clusterOf(worker: ClusterWorker): Promise<ClusterBody> {
  return (await worker.ask('GET /admin/cluster')) as ClusterBody;
}

describe('a worker that is alone in its cluster', { timeout: 60_000 }, () => {
  it('runs connectors, and the next one goes on where it was', async () => {
    cluster = new TestCluster(bootstrapServers, { 'value.converter': text });
    const first = await cluster.start('sluice');
    const [topic, file] = [unique('lines'), join(folder.path, 'in.txt')];
    await writeFile(file, 'one\ntwo\n');
    const config = { 'connector.class': 'FileStreamSource', file, topic };
    expect(await first.answer('POST /connectors', { name: 'in', config })).toMatchObject({ status: 201 });
    await first.untilIs('in', ['RUNNING', 'RUNNING']);
    await first.ask('POST /connectors', { name: 'later', config: sink('later'), initial_state: 'stopped' });
    await first.untilIs('later', ['STOPPED']);
    await cluster.stop(first);

    const second = await cluster.start('sluice');
    await second.untilIs('in', ['RUNNING', 'RUNNING']);
    await appendFile(file, 'three\n');
    await expect
      .poll(async () => (await readTopic(bootstrapServers, topic)).map(({ value }) => value?.toString()))
      .toEqual(['one', 'two', 'three']);
    expect(await second.answer('GET /connectors/in/topics')).toEqual({
      status: 200,
      text: `{"in":{"topics":["${topic}"]}}`,
    });
    await second.untilIs('later', ['STOPPED']);
    await second.ask('PUT /connectors/later/resume');
    await second.untilIs('later', ['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
    await second.ask('DELETE /connectors/in');
    await expect.poll(async () => (await second.answer('GET /connectors/in/status')).status).toBe(404);
  });

  it('writes its keys anew without dividing the work, and stops a connector by taking its tasks away first', async () => {
    cluster = new TestCluster(bootstrapServers, { 'inter.worker.key.ttl.ms': '1500' });
    const worker = await cluster.start('sluice');
    await worker.ask('POST /connectors', { name: 'kept', config: sink('kept') });
    await worker.untilIs('kept', ['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
    const { generation } = await clusterOf(worker);
    const configTopic = cluster.properties['config.storage.topic'] ?? '';
    const written = async (): Promise<string[]> =>
      (await readTopic(bootstrapServers, configTopic)).map(
        ({ key, value }) => `${String(key)} ${String(value)}`,
      );
    const keys = async (): Promise<number> =>
      (await written()).filter((line) => line.startsWith('session-key ')).length;
    const before = await keys();
    await expect.poll(keys).toBeGreaterThan(before);
    expect((await clusterOf(worker)).generation).toBe(generation);
    await worker.ask('PUT /connectors/kept/stop');
    await worker.untilIs('kept', ['STOPPED']);
    expect((await written()).filter((line) => !line.startsWith('session-key ')).slice(-2)).toEqual([
      'commit-kept {"tasks":0}',
      'target-state-kept {"state":"PAUSED","state.v2":"STOPPED"}',
    ]);
  });

  it('changes the offsets of a connector that is stopped, and of no other', async () => {
    cluster = new TestCluster(bootstrapServers);
    const worker = await cluster.start('sluice');
    const file = join(folder.path, 'offsets.txt');
    await writeFile(file, 'one\ntwo\n');
    const config = { 'connector.class': 'FileStreamSource', file, topic: unique('moved') };
    await worker.ask('POST /connectors', { name: 'moved', config });
    await worker.untilIs('moved', ['RUNNING', 'RUNNING']);
    const offsets = [{ partition: { filename: file }, offset: { position: 4 } }];
    expect((await worker.answer('PATCH /connectors/moved/offsets', { offsets })).status).toBe(400);
    await worker.ask('PUT /connectors/moved/stop');
    await worker.untilIs('moved', ['STOPPED']);
    await worker.ask('PATCH /connectors/moved/offsets', { offsets });
    expect(await worker.ask('GET /connectors/moved/offsets')).toEqual({ offsets });
    await worker.ask('DELETE /connectors/moved/offsets');
    expect(await worker.ask('GET /connectors/moved/offsets')).toEqual({ offsets: [] });
  });
});

describe('two workers of a cluster', { timeout: 120_000 }, () => {
  it('answer every request alike, whichever of them is asked', async () => {
    cluster = new TestCluster(bootstrapServers);
    const leader = await cluster.start('sluice');
    const follower = await cluster.start('sluice');
    const [a, b] = [unique('a'), unique('b')];
    const all = [...itemsOf(a, 4), ...itemsOf(b, 4)];
    expect((await follower.answer('POST /connectors', { name: a, config: sink(a) })).status).toBe(201);
    expect((await leader.answer('POST /connectors', { name: b, config: sink(b) })).status).toBe(201);
    await cluster.untilShared(all);
    await untilJoined(a);
    for (const worker of cluster.workers) {
      for (const name of [a, b]) {
        expect((await worker.answer(`POST /connectors/${name}/restart`)).status).toBe(204);
        for (const task of [0, 1, 2, 3])
          expect((await worker.answer(`POST /connectors/${name}/tasks/${task}/restart`)).status).toBe(204);
        expect((await worker.answer(`POST /connectors/${name}/restart?includeTasks=true`)).status).toBe(202);
        await cluster.untilShared(all);
      }
      const config = { ...sink(a), file: join(folder.path, worker.workerId) };
      expect((await worker.answer(`PUT /connectors/${a}/config`, config)).status).toBe(200);
      expect((await worker.answer(`PATCH /connectors/${b}/config`, { 'tasks.max': '4' })).status).toBe(200);
      await expect
        .poll(async () => JSON.stringify(await leader.ask(`GET /connectors/${a}/tasks`)))
        .toContain(`/${worker.workerId}"`);
      await cluster.untilShared(all);
      expect((await worker.answer(`PUT /connectors/${a}/pause`)).status).toBe(202);
      await leader.untilIs(a, ['PAUSED', 'PAUSED', 'PAUSED', 'PAUSED', 'PAUSED']);
      expect((await worker.answer(`PUT /connectors/${a}/resume`)).status).toBe(202);
      await cluster.untilShared(all);
      await untilJoined(a);
      expect((await worker.answer(`PUT /connectors/${a}/stop`)).status).toBe(204);
      await follower.untilIs(a, ['STOPPED']);
      await expect
        .poll(async () => (await worker.answer(`DELETE /connectors/${a}/offsets`)).status)
        .toBe(200);
      await worker.ask(`PUT /connectors/${a}/resume`);
      await cluster.untilShared(all);
    }
    expect((await follower.answer(`POST /connectors`, { name: a, config: sink(a) })).text).toBe(
      `{"error_code":409,"message":"Connector ${a} already exists"}`,
    );
    expect(await follower.answer(`DELETE /connectors/${a}?forward=false`)).toEqual({
      status: 409,
      text: '{"error_code":409,"message":"Cannot complete request because of a conflicting operation (e.g. worker rebalance)"}',
    });
    expect((await follower.answer(`DELETE /connectors/${a}`)).status).toBe(204);
    await cluster.untilShared(itemsOf(b, 4));
    await untilJoined(b);
  });

  it('accept what workers ask each other from workers only', async () => {
    cluster = new TestCluster(bootstrapServers);
    const worker = await cluster.start('sluice');
    expect((await worker.answer('POST /connectors/x/tasks', [])).text).toContain(
      'Internal request missing required signature',
    );
    const headers = {
      'x-connect-authorization': 'AAAA',
      'x-connect-request-signature-algorithm': 'HmacSHA256',
    };
    // At first there is no key.
    await expect
      .poll(async () => (await fetch(`${worker.url}/connectors/x/fence`, { method: 'PUT', headers })).text())
      .toBe('{"error_code":403,"message":"Internal request contained invalid signature."}');
  });

  it('set the level of a logger on both, and not on one that comes later', async () => {
    cluster = new TestCluster(bootstrapServers);
    const workers = [await cluster.start('sluice'), await cluster.start('sluice')];
    expect(
      (await workers[1]?.answer('PUT /admin/loggers/x.y?scope=cluster', { level: 'DEBUG' }))?.status,
    ).toBe(204);
    for (const worker of workers)
      await expect.poll(async () => (await worker.answer('GET /admin/loggers/x.y')).text).toContain('DEBUG');
    // Whoever comes later has its own levels, though the topic has that of the others.
    const later = await cluster.start('sluice');
    expect(await later.answer('GET /admin/loggers/x.y')).toMatchObject({ status: 404 });
  });
});

describe('a cluster whose connectors or workers change', { timeout: 120_000 }, () => {
  it('divides its work once for a burst of changes, says why, and stops no task that stays as it is', async () => {
    cluster = new TestCluster(bootstrapServers);
    const leader = await cluster.start('sluice');
    await cluster.start('sluice');
    const calm = unique('calm');
    await leader.ask('POST /connectors', { name: calm, config: sink(calm) });
    await cluster.untilShared(itemsOf(calm, 4));
    const before = await untilJoined(calm);
    const { generation } = await clusterOf(leader);

    const names = Array.from({ length: 10 }, (_, index) => unique(`burst${index}`));
    await Promise.all(names.map((name) => leader.ask('POST /connectors', { name, config: sink(name, 2) })));
    await cluster.untilShared([...itemsOf(calm, 4), ...names.flatMap((name) => itemsOf(name, 2))]);
    await Promise.all(names.map((name) => leader.ask(`DELETE /connectors/${name}`)));
    await cluster.untilShared(itemsOf(calm, 4));
    await expect
      .poll(async () => (await clusterOf(leader)).workers.map(({ tasks }) => tasks))
      .toEqual([2, 2]);
    const after = await clusterOf(leader);
    expect(await members.ofSink(calm)).toEqual(before);
    // Connectors, then tasks, then none of them again, each in one or two rounds; one by one it would be 50.
    expect(after.generation - generation).toBeLessThanOrEqual(12);
    expect(JSON.stringify(after.rebalances)).toContain(names[0]);
  });

  it('answers whoever reads while its work is divided, where Java workers answer with status 500', async () => {
    cluster = new TestCluster(bootstrapServers);
    const leader = await cluster.start('sluice');
    const second = await cluster.start('sluice');
    const name = unique('read');
    await leader.ask('POST /connectors', { name, config: sink(name) });
    await cluster.untilShared(itemsOf(name, 4));
    const { generation } = await clusterOf(leader);

    const paths = ['', '/config', '/tasks', '/status', '/topics', '/offsets'];
    const refused: unknown[] = [];
    const divided = new AbortController();
    const reading = [leader, second].map(async (worker) => {
      while (!divided.signal.aborted) {
        for (const path of paths) {
          const answer = await worker.answer(`GET /connectors/${name}${path}`);
          if (answer.status !== 200) refused.push({ path, ...answer });
        }
      }
    });
    try {
      for (let round = 0; round < 3; round += 1) {
        const other = unique('other');
        await second.ask('POST /connectors', { name: other, config: sink(other) });
        await cluster.untilShared([...itemsOf(name, 4), ...itemsOf(other, 4)]);
        await second.ask(`DELETE /connectors/${other}`);
        await cluster.untilShared(itemsOf(name, 4));
      }
    } finally {
      divided.abort();
    }
    await Promise.all(reading);
    expect((await clusterOf(leader)).generation - generation).toBeGreaterThanOrEqual(6);
    expect(refused).toEqual([]);
  });

  it('gives out the work of a worker that left at once, and waits for one that is only missed', async () => {
    cluster = new TestCluster(bootstrapServers, { 'scheduled.rebalance.max.delay.ms': '8000' });
    const leader = await cluster.start('sluice');
    const second = await cluster.start('sluice');
    const name = unique('left');
    await leader.ask('POST /connectors', { name, config: sink(name) });
    await cluster.untilShared(itemsOf(name, 4));
    const leftMs = Date.now();
    await cluster.stop(second);
    await cluster.untilShared(itemsOf(name, 4));
    expect(Date.now() - leftMs).toBeLessThan(7000);
    expect((await clusterOf(leader)).rebalances[0]).toMatchObject({ delay_ms: 0 });

    const third = await cluster.start('sluice');
    await cluster.untilShared(itemsOf(name, 4));
    const before = await untilJoined(name);
    await cluster.kill(third);
    const reasons = async (): Promise<string> => JSON.stringify((await clusterOf(leader)).rebalances);
    await expect.poll(reasons, { timeout: 30_000 }).toContain(`${third.url}/ is gone`);
    expect((await clusterOf(leader)).rebalances[0]?.delay_ms).toBeGreaterThan(0);
    await cluster.untilShared(itemsOf(name, 4));
    // What the other one had goes on all the time.
    await expect
      .poll(async () => (await untilJoined(name)).filter((member) => before.includes(member)), {
        timeout: 20_000,
      })
      .toHaveLength(2);
  });

  it('goes on without its leader', async () => {
    cluster = new TestCluster(bootstrapServers);
    const leader = await cluster.start('sluice');
    const second = await cluster.start('sluice');
    const name = unique('led');
    await second.ask('POST /connectors', { name, config: sink(name) });
    await cluster.untilShared(itemsOf(name, 4));
    await cluster.kill(leader);
    await cluster.untilShared(itemsOf(name, 4));
    await untilJoined(name);
    expect((await second.answer(`PATCH /connectors/${name}/config`, { file: 'x' })).status).toBe(200);
  });
});

describe('connect-distributed', { timeout: 60_000 }, () => {
  it('says in its metrics how its group is, and what it has of the work', async () => {
    cluster = new TestCluster(bootstrapServers);
    const workers = [await cluster.start('sluice'), await cluster.start('sluice')];
    const name = unique('measured');
    await workers[0]?.ask('POST /connectors', { name, config: sink(name) });
    await cluster.untilShared(itemsOf(name, 4));
    await expect
      .poll(async () => (await clusterOf(workers[0]!)).workers.map(({ tasks }) => tasks))
      .toEqual([2, 2]);
    const { generation } = await clusterOf(workers[0]!);
    for (const worker of workers) {
      const member = `{client_id="connect-${worker.workerId}"}`;
      const metricsText = async (): Promise<string> => (await fetch(`${worker.url}/metrics`)).text();
      const numberIn = (metrics: string, metric: string): number =>
        Number(lineOf(metrics, `kafka_connect_connect_coordinator_metrics_${metric}${member}`));
      // The first one comes three seconds after the worker has joined.
      await expect.poll(async () => numberIn(await metricsText(), 'heartbeat_total')).toBeGreaterThan(0);
      const text = await metricsText();
      const ofMember = (metric: string): number => numberIn(text, metric);
      const rebalances = 'kafka_connect_connect_worker_rebalance_metrics_';
      expect(ofMember('assigned_tasks')).toBe(2);
      for (const metric of ['join_total', 'sync_total', 'rebalance_total'])
        expect([metric, ofMember(metric)]).toEqual([metric, expect.toSatisfy((count) => count > 0)]);
      expect(ofMember('heartbeat_rate')).toBeGreaterThanOrEqual(0);
      expect(lineOf(text, `${rebalances}connect_protocol{connect_protocol="SESSIONED"}`)).toBe('1');
      expect(lineOf(text, `${rebalances}leader_name{leader_name="${workers[0]?.url}/"}`)).toBe('1');
      expect(lineOf(text, `${rebalances}epoch`)).toBe(String(generation));
      expect(lineOf(text, `${rebalances}rebalancing`)).toBe('0');
      expect(Number(lineOf(text, `${rebalances}completed_rebalances_total`))).toBeGreaterThan(0);
      expect(Number(lineOf(text, `${rebalances}time_since_last_rebalance_ms`))).toBeGreaterThanOrEqual(0);
    }
  });

  it('says in its log what it joined', async () => {
    cluster = new TestCluster(bootstrapServers);
    const worker = await cluster.start('sluice');
    const log = await readFile(worker.logFile, 'utf8');
    expect(log).toContain(`"group":"${cluster.properties['group.id']}"`);
    expect(log).not.toMatch(/"level":"(?:warn|error)"/);
  });
});
