import { rm } from 'node:fs/promises';
import {
  createTopic,
  JavaClusterWorker,
  makeTempFolder,
  newClusterProperties,
  readTopic,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSessionKey } from '../src/signing/session-keys.ts';
import { connectorOwner, taskOwner } from '../src/stores/status/status-record.ts';
import { TrialStores } from '../testing/trial-cluster.ts';

const kafka = inject('kafka');
let folder: string;
const ending: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ path: folder } = await makeTempFolder('stores'));
});

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Properties = Readonly<Record<string, string>>;

async function openStores(properties: Properties): Promise<TrialStores> {
  const stores = new TrialStores(properties);
  ending.push(() => stores.stop());
  return await stores.start();
}

async function startJava(properties: Properties): Promise<JavaClusterWorker> {
  const java = await JavaClusterWorker.start(properties);
  ending.push(() => java.stop());
  return java;
}

async function stopLast(): Promise<void> {
  await ending.pop()?.();
}

const sinkConfig = (name: string): Record<string, string> => ({
  'connector.class': 'FileStreamSink',
  'tasks.max': '2',
  topics: 'no-such-lines',
  file: `${folder}/${name}.txt`,
  name,
});
const taskConfig = (name: string): Record<string, string> => ({
  ...sinkConfig(name),
  'task.class': 'org.apache.kafka.connect.file.FileStreamSinkTask',
});

async function keysIn(topic: string): Promise<string[]> {
  return (await readTopic(kafka.bootstrapServers, topic)).map(({ key }) => String(key));
}

describe('the stores of a cluster', { timeout: 300_000 }, () => {
  it('take over the topics of Java workers, and hand them back with what was written', async () => {
    const properties = newClusterProperties(kafka.bootstrapServers);
    const before = await startJava(properties);
    for (const name of ['kept', 'gone']) {
      await before.ask('POST /connectors', { name, config: sinkConfig(name) });
      await before.untilIs(name, ['RUNNING', 'RUNNING', 'RUNNING']);
    }
    const { workerId } = before;
    await stopLast();

    const { config, status } = await openStores(properties);
    expect(config.snapshot.connectors().sort()).toEqual(['gone', 'kept']);
    expect(config.snapshot.connectorConfig('kept')).toEqual(sinkConfig('kept'));
    expect(config.snapshot.taskConfigs('kept')).toEqual([taskConfig('kept'), taskConfig('kept')]);
    expect(config.snapshot.sessionKey).toMatchObject({ algorithm: 'HmacSHA256' });
    expect(status.connector('kept')).toMatchObject({ state: 'UNASSIGNED', workerId, trace: null });
    expect([...status.tasks('kept').values()].map(({ state }) => state)).toEqual([
      'UNASSIGNED',
      'UNASSIGNED',
    ]);

    await config.putConnector('ours', sinkConfig('ours'), null);
    await config.putTasks('ours', [taskConfig('ours'), taskConfig('ours')]);
    await config.putConnector('idle', sinkConfig('idle'), 'STOPPED');
    await config.putTargetState('kept', 'PAUSED');
    await config.deleteConnector('gone');
    const ourKey = createSessionKey({ algorithm: 'HmacSHA256', bits: null, ttlMs: 0 }, Date.now());
    await config.putSessionKey(ourKey);
    const ourStatus = {
      state: 'RUNNING',
      trace: null,
      workerId: 'w:1',
      generation: 1,
      version: null,
    } as const;
    status.put(connectorOwner('gone'), ourStatus);
    status.put(taskOwner({ connector: 'gone', task: 9 }), ourStatus);
    await status.flush();
    const keysBefore = await keysIn(properties['config.storage.topic'] ?? '');

    const after = await startJava(properties);
    await after.untilIs('ours', ['RUNNING', 'RUNNING', 'RUNNING']);
    await after.untilIs('kept', ['PAUSED', 'PAUSED', 'PAUSED']);
    await after.untilIs('idle', ['STOPPED']);
    expect((await after.ask('GET /connectors')) as string[]).toEqual(
      expect.arrayContaining(['idle', 'kept', 'ours']),
    );
    expect(await after.ask('GET /connectors/ours/config')).toEqual(sinkConfig('ours'));
    // Its leader takes back what is known of connectors that are not configured.
    await expect.poll(() => [status.connector('gone'), status.tasks('gone').size]).toEqual([null, 0]);
    // Java had nothing to write: neither a key nor other tasks.
    await config.readToEnd(5000);
    expect(await keysIn(properties['config.storage.topic'] ?? '')).toEqual(keysBefore);
    expect(config.snapshot.sessionKey?.key).toEqual(ourKey.key);
  });

  it('are followed by Java workers as they are written, and follow them', async () => {
    const properties = newClusterProperties(kafka.bootstrapServers);
    const java = await startJava(properties);
    const { config, status, changes } = await openStores(properties);
    await java.ask('POST /connectors', { name: 'a', config: sinkConfig('a') });
    await java.untilIs('a', ['RUNNING', 'RUNNING', 'RUNNING']);
    await expect.poll(() => changes.map(({ kind }) => kind)).toContain('tasks-committed');
    expect(config.snapshot.taskConfigs('a')).toEqual([taskConfig('a'), taskConfig('a')]);
    await config.putTargetState('a', 'PAUSED');
    await java.untilIs('a', ['PAUSED', 'PAUSED', 'PAUSED']);
    await expect.poll(() => status.connector('a')?.state).toBe('PAUSED');
    await config.putTargetState('a', 'STARTED');
    await java.untilIs('a', ['RUNNING', 'RUNNING', 'RUNNING']);
    await config.putLogLevel('org.example.sluice', 'TRACE');
    await expect
      .poll(() => java.ask('GET /admin/loggers/org.example.sluice').catch(() => null))
      .toMatchObject({ level: 'TRACE' });
    await status.readToEnd();
    const version = status.connector('a')?.version;
    expect(version).toBe('4.3.0');
    const restarted = new Set<string>();
    await config.putRestart({ connector: 'a', includeTasks: true, onlyFailed: false });
    await expect
      .poll(async () => {
        for (const { key, value } of await readTopic(
          kafka.bootstrapServers,
          properties['status.storage.topic'] ?? '',
        ))
          if (String(value).includes('RESTARTING')) restarted.add(String(key));
        return [...restarted].sort();
      })
      .toEqual(['status-connector-a', 'status-task-a-0', 'status-task-a-1']);
    await java.untilIs('a', ['RUNNING', 'RUNNING', 'RUNNING']);
    await config.putTasks('a', []);
    await config.putTargetState('a', 'STOPPED');
    await java.untilIs('a', ['STOPPED']);
    await config.deleteConnector('a');
    await expect.poll(() => java.ask('GET /connectors')).toEqual([]);
    await expect.poll(() => [status.connectors(), status.tasks('a').size]).toEqual([[], 0]);
  });

  it('let one leader write where sources may deliver exactly once, and count no transaction marker', async () => {
    const properties = newClusterProperties(kafka.bootstrapServers, {
      'exactly.once.source.support': 'enabled',
    });
    const [old, fresh] = [await openStores(properties), await openStores(properties)];
    await expect(old.config.putConnector('a', sinkConfig('a'), null)).rejects.toMatchObject({
      code: 'CONFIG_WRITE_FENCED',
      message: 'Cannot produce to config topic without claiming write privileges first',
    });
    await old.config.claimLeadership();
    await old.config.claimLeadership();
    await old.config.putConnector('a', sinkConfig('a'), 'STOPPED');
    // Two records and a marker.
    expect(old.config.snapshot.offset).toBe(2n);
    await fresh.config.claimLeadership();
    await fresh.config.putConnector('b', sinkConfig('b'), 'STOPPED');
    expect(fresh.config.snapshot.offset).toBe(5n);
    await expect(old.config.deleteConnector('a')).rejects.toMatchObject({
      code: 'CONFIG_WRITE_FENCED',
      message:
        'Failed to write to config topic; this may be due to a transient error and the request can be safely retried',
    });
    await fresh.config.readToEnd(5000);
    expect(fresh.config.snapshot.connectors()).toEqual(['a', 'b']);
    // A Java worker that becomes the leader fences too, and ours can take that back.
    const java = await startJava(properties);
    await java.untilIs('b', ['STOPPED']);
    await expect(fresh.config.deleteConnector('b')).rejects.toMatchObject({ code: 'CONFIG_WRITE_FENCED' });
    await fresh.config.claimLeadership();
    await fresh.config.deleteConnector('b');
    await expect.poll(() => java.ask('GET /connectors')).toEqual(['a']);
  });

  it('refuse a config topic of several partitions', async () => {
    const properties = newClusterProperties(kafka.bootstrapServers);
    const topic = properties['config.storage.topic'] ?? '';
    await createTopic(kafka.bootstrapServers, {
      topic,
      partitions: 2,
      configs: { 'cleanup.policy': 'compact' },
    });
    const refused = new TrialStores(properties);
    ending.push(() => refused.stop());
    await expect(refused.start()).rejects.toMatchObject({ code: 'INTERNAL_TOPIC_UNFIT' });
  });
});
