import type { ConnectError } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { InMemoryStoreLog } from '../../../testing/in-memory-store-log.ts';
import type { ConfigChange } from './config-change.ts';
import { ConfigStore } from './config-store.ts';

let topic: InMemoryStoreLog;
let log: InMemoryLog;
let told: (readonly ConfigChange[])[];
let store: ConfigStore;

beforeEach(() => {
  topic = new InMemoryStoreLog();
  log = new InMemoryLog();
  told = [];
  store = new ConfigStore({
    topic: 'configs',
    openLog: topic.open,
    leaderWriter: null,
    onChanges: (changes) => told.push(changes),
    log,
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const config = { 'connector.class': 'C', name: 'a' };

describe('the config store', () => {
  it('knows at its start what the topic has, and tells of what comes after', async () => {
    topic.put('connector-a', '{"properties":{"name":"a"}}');
    topic.put('restart-connector-a', '{"include-tasks":true}');
    await store.start();
    expect(store.snapshot.connectorConfig('a')).toEqual({ name: 'a' });
    expect(told).toEqual([]);
    topic.put('connector-b', '{"properties":{}}');
    topic.put('restart-connector-a', '{"include-tasks":true}');
    topic.follow();
    expect(told.flat().map(({ kind }) => kind)).toEqual(['connector-configured', 'restart']);
    expect(store.snapshot.offset).toBe(4n);
  });

  it('counts up to the last record that is JSON, and reports what says nothing without its value', async () => {
    topic.put('connector-a', '{"properties":{"p":"secret"}}', 3);
    topic.put('unknown', '{"p":"secret"}', 5);
    topic.put('connector-a', '{"p":"secret', 7);
    await store.start();
    expect(store.snapshot.offset).toBe(6n);
    expect(log.lines.map(({ fields }) => [fields['offset'], fields['key'], fields['problem']])).toEqual([
      [5, 'unknown', 'its key is none that is known'],
      [7, 'connector-a', 'its value is no JSON'],
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('secret');
  });

  it('writes a connector, after the state it is to begin with', async () => {
    await store.start();
    await store.putConnector('a', config, 'STOPPED');
    expect(topic.written).toEqual([
      'target-state-a={"state":"PAUSED","state.v2":"STOPPED"}',
      'connector-a={"properties":{"connector.class":"C","name":"a"}}',
    ]);
    expect(topic.actions).toEqual(['read', 'send target-state-a connector-a', 'read']);
    expect(store.snapshot.targetState('a')).toBe('STOPPED');
    await store.putConnector('b', config, null);
    await store.deleteConnector('a');
    expect(topic.written.slice(2)).toEqual([
      'connector-b={"properties":{"connector.class":"C","name":"a"}}',
      'connector-a=null',
      'target-state-a=null',
    ]);
    expect(store.snapshot.connectors()).toEqual(['b']);
  });

  it('writes tasks after all that was written before is read, and commits them once they are', async () => {
    await store.start();
    await store.putConnector('a', config, null);
    topic.actions.length = 0;
    await store.putTasks('a', [{ t: '0' }, { t: '1' }]);
    expect(topic.actions).toEqual(['read', 'send task-a-0 task-a-1', 'read', 'send commit-a', 'read']);
    expect(store.snapshot.taskConfigs('a')).toEqual([{ t: '0' }, { t: '1' }]);
    topic.actions.length = 0;
    await store.putTasks('a', []);
    expect(topic.actions).toEqual(['read', 'send commit-a', 'read']);
    expect(store.snapshot.tasks('a')).toEqual([]);
  });

  it('writes keys, restarts and task counts, and reads them back; states and log levels it just writes', async () => {
    await store.start();
    topic.actions.length = 0;
    await store.putSessionKey({ key: Buffer.from('k'), algorithm: 'HmacSHA256', createdMs: 5 });
    await store.putRestart({ connector: 'a', includeTasks: true, onlyFailed: true });
    await store.putFencedTaskCount('a', 2);
    await store.putTargetState('a', 'PAUSED');
    await store.putLogLevel('root', 'TRACE');
    expect(topic.actions).toEqual([
      'send session-key',
      'read',
      'send restart-connector-a',
      'read',
      'send tasks-fencing-a',
      'read',
      'send target-state-a',
      'send logger-cluster-root',
    ]);
    expect(store.snapshot.sessionKey?.createdMs).toBe(5);
  });

  it('says what could not be written, and does not commit tasks that were not', async () => {
    await store.start();
    topic.failures.push(new Error('NOT_ENOUGH_REPLICAS'));
    await expect(store.putTasks('a', [{ t: '0' }])).rejects.toMatchObject({
      code: 'CONFIG_WRITE_FAILED',
      message:
        "Writing the task configurations of connector a to topic 'configs' failed: NOT_ENOUGH_REPLICAS",
    });
    expect(topic.written).toEqual([]);
  });

  it('gives up a write after 30 s, and a read after the time it was given', async () => {
    await store.start();
    vi.useFakeTimers();
    topic.readToEnd = () => new Promise(() => undefined);
    const [write, read] = [
      store.putRestart({ connector: 'a', includeTasks: false, onlyFailed: false }),
      store.readToEnd(3000),
    ];
    const outcome = Promise.allSettled([write, read]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(
      (await outcome).map((one) => (one.status === 'rejected' ? String(one.reason) : one.status)),
    ).toEqual([
      "RetriableError: Writing the restart of connector a to topic 'configs' timed out",
      "RetriableError: Reading topic 'configs' to its end timed out",
    ]);
  });

  it('refuses a topic with several partitions, in which order would be lost', async () => {
    topic.partitionCount = 2;
    const refusal: unknown = await store.start().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'INTERNAL_TOPIC_UNFIT' });
    expect((refusal as ConnectError).message).toBe(
      "Topic 'configs' supplied via the 'config.storage.topic' property is required to have a single partition in order to guarantee consistency of connector configurations, but found 2 partitions.",
    );
  });

  it('tells nothing more once it is stopped', async () => {
    await store.start();
    await store.stop(1000);
    topic.put('connector-b', '{"properties":{}}');
    topic.follow();
    expect([told, topic.isClosed]).toEqual([[], true]);
  });
});
