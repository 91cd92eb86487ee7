import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../../testing/in-memory-log.ts';
import { InMemoryStoreLog } from '../../../../testing/in-memory-store-log.ts';
import { ConfigStore } from '../../../stores/config/config-store.ts';
import { FencingRounds } from './fencing-rounds.ts';

let topic: InMemoryStoreLog;
let store: ConfigStore;
let fenced: number[];
let gate: Promise<void>;
let rounds: FencingRounds;

beforeEach(async () => {
  topic = new InMemoryStoreLog();
  store = new ConfigStore({
    topic: 't',
    openLog: topic.open,
    leaderWriter: null,
    onChanges: () => undefined,
    log: new InMemoryLog(),
  });
  await store.start();
  fenced = [];
  gate = Promise.resolve();
  rounds = new FencingRounds({
    config: store,
    isSource: (name) => name !== 'sink',
    fence: async (_connector, taskCount) => {
      fenced.push(taskCount);
      await gate;
    },
    syncTimeoutMs: 1000,
  });
  for (const name of ['c', 'sink']) topic.put(`connector-${name}`, '{"properties":{}}');
});

function commit(tasks: number): void {
  for (let task = 0; task < tasks; task++) topic.put(`task-c-${task}`, '{"properties":{}}');
  topic.put('commit-c', `{"tasks":${tasks}}`);
}

const written = (): string[] => topic.written.filter((record) => record.startsWith('tasks-fencing'));

describe('a round of fencing', () => {
  it('has nothing to fence of a connector whose tasks are the first', async () => {
    commit(3);
    await rounds.fence('c');
    await rounds.fence('c');
    expect([fenced, written()]).toEqual([[], ['tasks-fencing-c={"task-count":3}']]);
  });

  it('fences all earlier tasks once tasks were committed again, and once for all who ask meanwhile', async () => {
    commit(2);
    await rounds.fence('c');
    commit(3);
    await Promise.all([rounds.fence('c'), rounds.fence('c'), rounds.fence('c')]);
    expect([fenced, written().at(-1)]).toEqual([[2], 'tasks-fencing-c={"task-count":3}']);
  });

  it('leaves a single task to the one that comes after it', async () => {
    commit(1);
    await rounds.fence('c');
    commit(1);
    await rounds.fence('c');
    expect([fenced, written()]).toHaveLength(2);
    expect(fenced).toEqual([]);
  });

  it('does not count when tasks were committed meanwhile', async () => {
    commit(2);
    await rounds.fence('c');
    commit(2);
    const held = Promise.withResolvers<void>();
    gate = held.promise;
    const asked = rounds.fence('c');
    await expect.poll(() => fenced).toEqual([2]);
    commit(3);
    held.resolve();
    await expect(asked).rejects.toThrow('Fencing failed because new task configurations were generated');
    expect(written()).toHaveLength(1);
  });

  it('is over for who asked, as soon as it is known that tasks were committed', async () => {
    commit(2);
    await rounds.fence('c');
    commit(2);
    gate = new Promise(() => undefined);
    const asked = rounds.fence('c');
    await expect.poll(() => fenced).toEqual([2]);
    rounds.cancel('c');
    await expect(asked).rejects.toThrow(
      'Failed to complete zombie fencing because a new set of task configs was generated',
    );
  });

  it('is for sources that there are', async () => {
    await expect(rounds.fence('x')).rejects.toThrow('Connector x not found');
    await expect(rounds.fence('sink')).rejects.toThrow('Connector sink is not a source connector');
  });
});
