import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskConfig } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../../testing/in-memory-log.ts';
import { InMemoryStoreLog } from '../../../../testing/in-memory-store-log.ts';
import { ConfigStore } from '../../../stores/config/config-store.ts';
import { TaskPublication } from './task-publication.ts';

let topic: InMemoryStoreLog;
let store: ConfigStore;
let divided: TaskConfig[];
let published: (readonly TaskConfig[])[];
let failures: Error[];
let isHere: boolean;
let publication: TaskPublication;
const instance = { divide: () => Promise.resolve({ configs: divided, digest: '' }) };

beforeEach(async () => {
  topic = new InMemoryStoreLog();
  const log = new InMemoryLog();
  store = new ConfigStore({
    topic: 't',
    openLog: topic.open,
    leaderWriter: null,
    onChanges: () => undefined,
    log,
  });
  await store.start();
  divided = [{ a: '1' }];
  published = [];
  failures = [];
  isHere = true;
  publication = new TaskPublication({
    dividing: () => (isHere ? instance : null),
    config: () => store.snapshot,
    targetOf: (name) => store.snapshot.targetState(name) ?? 'STARTED',
    publish: (_name, configs) => {
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      published.push(configs);
      return Promise.resolve();
    },
    log,
  });
  topic.put('connector-c', '{"properties":{"x":"1"}}');
  await store.readToEnd(1000);
});

afterEach(() => publication.close());

async function ask(): Promise<void> {
  publication.request('c');
  await nextTurn();
}

describe('the tasks of a connector', () => {
  it('are published when they are others, or made from another configuration', async () => {
    await ask();
    expect(published).toEqual([[{ a: '1' }]]);
    topic.put('task-c-0', '{"properties":{"a":"1"}}');
    topic.put('commit-c', '{"tasks":1}');
    await store.readToEnd(1000);
    await ask();
    expect(published).toHaveLength(1);
    topic.put('connector-c', '{"properties":{"x":"2"}}');
    await store.readToEnd(1000);
    await ask();
    expect(published).toHaveLength(2);
  });

  it('are published again where some of the last ones are missing', async () => {
    topic.put('commit-c', '{"tasks":1}');
    await store.readToEnd(1000);
    await ask();
    expect(published).toHaveLength(1);
  });

  it('are not published of a connector that is not to run, or not here', async () => {
    topic.put('target-state-c', '{"state.v2":"PAUSED"}');
    await store.readToEnd(1000);
    await ask();
    isHere = false;
    await ask();
    expect(published).toEqual([]);
  });

  it('are published again and again until that succeeds, with longer and longer pauses', async () => {
    failures = [new Error('one'), new Error('two')];
    const startMs = performance.now();
    await ask();
    expect([failures.length, published]).toEqual([1, []]);
    await expect.poll(() => published.length).toBe(1);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(740);
  });

  it('are given up when the connector has moved', async () => {
    failures = [new Error('one'), new Error('two')];
    await ask();
    isHere = false;
    // Asked for again, it is tried at once.
    await ask();
    isHere = true;
    failures = [];
    await ask();
    await expect.poll(() => published.length).toBe(1);
  });
});
