import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { InMemoryStoreLog } from '../../../testing/in-memory-store-log.ts';
import type { InstanceState } from '../../states.ts';
import { connectorOwner, taskOwner, type StoredStatus } from './status-record.ts';
import { StatusStore } from './status-store.ts';

class KafkaFailure extends Error {
  readonly retriable: boolean;

  constructor(retriable: boolean) {
    super('NOT_LEADER_OR_FOLLOWER');
    this.retriable = retriable;
  }
}

let topic: InMemoryStoreLog;
let log: InMemoryLog;
let store: StatusStore;

beforeEach(async () => {
  topic = new InMemoryStoreLog();
  log = new InMemoryLog();
  store = new StatusStore({ topic: 'statuses', openLog: topic.open, log });
  await store.start();
});

const status = (state: InstanceState, generation: number, workerId = 'w:1'): StoredStatus => ({
  state,
  trace: null,
  workerId,
  generation,
  version: '1.0',
});
const task = taskOwner({ connector: 'a', task: 0 });
const json = (state: string, generation: number, workerId = 'w:1'): string =>
  `{"state":"${state}","trace":null,"worker_id":"${workerId}","generation":${generation},"version":"1.0"}`;
const settle = (): Promise<void> => store.flush();
/** Until what was written first has failed. */
const untilFailed = (): Promise<void> => expect.poll(() => topic.failures.length).toBe(0);
const states = (): unknown[] =>
  topic.records.map(({ value }) =>
    value === null ? null : (JSON.parse(String(value)) as StoredStatus).state,
  );

describe('the status store', () => {
  it('writes states and uses of topics, and knows them when they are read back', async () => {
    store.put(connectorOwner('a'), status('RUNNING', 3));
    store.put(task, { ...status('FAILED', 3), trace: 'why\n\tat x' });
    store.putTopic({ topic: 't', connector: 'a', task: 0, discoveredMs: 5 });
    await settle();
    expect(topic.written).toEqual([
      `status-connector-a=${json('RUNNING', 3)}`,
      'status-task-a-0={"state":"FAILED","trace":"why\\n\\tat x","worker_id":"w:1","generation":3,"version":"1.0"}',
      'status-topic-t:connector-a={"topic":{"name":"t","connector":"a","task":0,"discoverTimestamp":5}}',
    ]);
    expect([store.connector('a'), store.topic('a', 't')]).toEqual([null, null]);
    await store.readToEnd();
    expect([store.connector('a')?.state, store.task({ connector: 'a', task: 0 })?.trace]).toEqual([
      'RUNNING',
      'why\n\tat x',
    ]);
    expect(store.topics('a')).toHaveLength(1);
    store.remove(connectorOwner('a'));
    store.removeTopic('a', 't');
    await settle();
    await store.readToEnd();
    expect([store.connectors(), store.tasks('a').size, store.topics('a')]).toEqual([[], 0, []]);
  });

  it.each([
    { state: 'UNASSIGNED', workerId: 'w:1', generation: 4, isWritten: false },
    { state: 'FAILED', workerId: 'w:1', generation: 4, isWritten: false },
    { state: 'UNASSIGNED', workerId: 'w:1', generation: 5, isWritten: true },
    { state: 'FAILED', workerId: 'w:2', generation: 3, isWritten: true },
    { state: 'RUNNING', workerId: 'w:1', generation: 4, isWritten: true },
    { state: 'PAUSED', workerId: 'w:1', generation: 4, isWritten: true },
    { state: 'RESTARTING', workerId: 'w:1', generation: 4, isWritten: true },
    { state: 'STOPPED', workerId: 'w:1', generation: 4, isWritten: true },
  ] as const)(
    'over RUNNING of w:2 in generation 5, $state of $workerId in $generation is written: $isWritten',
    async ({ state, workerId, generation, isWritten }) => {
      topic.put('status-task-a-0', json('RUNNING', 5, 'w:2'));
      topic.follow();
      store.put(task, status(state, generation, workerId));
      await settle();
      expect(topic.records).toHaveLength(isWritten ? 2 : 1);
    },
  );

  it('writes again what Kafka does not take for now, and gives up what it never takes', async () => {
    topic.failures.push(new KafkaFailure(true), new KafkaFailure(true));
    store.put(task, status('RUNNING', 1));
    await settle();
    expect(states()).toEqual(['RUNNING']);
    topic.failures.push(new KafkaFailure(false));
    store.put(task, status('PAUSED', 1));
    await settle();
    expect(states()).toEqual(['RUNNING']);
    expect(log.messages('error')).toEqual(['A status could not be written']);
  });

  it('does not write again what was written over', async () => {
    topic.failures.push(new KafkaFailure(true));
    store.put(task, status('RUNNING', 1));
    store.put(task, status('PAUSED', 1));
    await settle();
    expect(states()).toEqual(['PAUSED']);
  });

  it('does not write again what is of an earlier generation', async () => {
    topic.failures.push(new KafkaFailure(true));
    store.put(task, status('RUNNING', 1));
    store.put(connectorOwner('b'), status('RUNNING', 2));
    await settle();
    expect(topic.records.map(({ key }) => key?.toString())).toEqual(['status-connector-b']);
  });

  it('does not write again what was taken back, or taken over by another worker', async () => {
    topic.put('status-connector-a', json('RUNNING', 1));
    topic.follow();
    topic.failures.push(new KafkaFailure(true), new KafkaFailure(true));
    store.put(task, status('RUNNING', 1));
    store.put(connectorOwner('b'), status('UNASSIGNED', 1));
    await untilFailed();
    topic.put('status-connector-a', null);
    topic.put('status-connector-b', json('RUNNING', 2, 'w:2'));
    topic.follow();
    await settle();
    expect(states()).toEqual(['RUNNING', null, 'RUNNING']);
  });

  it('writes uses of topics again whatever happened', async () => {
    topic.failures.push(new KafkaFailure(true));
    store.putTopic({ topic: 't', connector: 'a', task: 0, discoveredMs: 5 });
    store.put(connectorOwner('b'), status('RUNNING', 2));
    await settle();
    expect(topic.records).toHaveLength(2);
  });

  it('tries nothing again once it is stopped', async () => {
    topic.failures.push(new KafkaFailure(true));
    store.put(task, status('RUNNING', 1));
    await untilFailed();
    await store.stop(1000);
    await settle();
    expect([topic.records.length, topic.isClosed]).toEqual([0, true]);
  });

  it('passes over what says nothing, and reports where it stands', () => {
    topic.put('status-connector-a', 'broken', 7);
    topic.follow();
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { topic: 'statuses', partition: 0, offset: 7, key: 'status-connector-a' },
    ]);
  });
});
