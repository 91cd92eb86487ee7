import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../../testing/in-memory-log.ts';
import { InMemoryStoreLog } from '../../../../testing/in-memory-store-log.ts';
import { StatusStore } from '../../../stores/status/status-store.ts';
import { releasedWork } from './released-work.ts';

let topic: InMemoryStoreLog;
let store: StatusStore;

beforeEach(async () => {
  topic = new InMemoryStoreLog();
  store = new StatusStore({ topic: 't', openLog: topic.open, log: new InMemoryLog() });
  await store.start();
});

/** As a worker tells it of connector `c` or of one of its tasks. */
function tell(owner: string, state: string, by: string): void {
  const [worker, generation = '1'] = by.split(' in ');
  const status = { state, trace: null, worker_id: worker, generation: Number(generation), version: null };
  topic.put(`status-${owner}`, JSON.stringify(status));
}

const task = (number: number): { connector: string; task: number } => ({ connector: 'c', task: number });
const lost = { connectors: ['c'], tasks: [task(0), task(1)] };

async function released(urls: readonly string[] = ['http://here:1/']): Promise<string[]> {
  await store.readToEnd();
  const { connectors, tasks } = releasedWork(store, lost, new Set(urls));
  return [...connectors, ...tasks.map((id) => `${id.connector}-${id.task}`)].sort();
}

describe('work that nobody has any more', () => {
  it('was given up in order where its worker has told so of all of it', async () => {
    for (const owner of ['connector-c', 'task-c-0', 'task-c-1']) {
      tell(owner, 'RUNNING', 'left:1');
      tell(owner, owner === 'task-c-1' ? 'FAILED' : 'UNASSIGNED', 'left:1');
    }
    expect(await released()).toEqual(['c', 'c-0', 'c-1']);
  });

  it('is missed where its worker has told so of a part only, or of nothing', async () => {
    tell('connector-c', 'UNASSIGNED', 'missed:1');
    tell('task-c-0', 'RUNNING', 'missed:1');
    tell('task-c-1', 'FAILED', 'failed:1');
    expect(await released()).toEqual([]);
  });

  it('is told of worker by worker', async () => {
    tell('connector-c', 'UNASSIGNED', 'left:1');
    tell('task-c-0', 'UNASSIGNED', 'left:1');
    tell('task-c-1', 'RUNNING', 'missed:1');
    expect(await released()).toEqual(['c', 'c-0']);
  });

  it('is missed where it was given up by a worker that is still there', async () => {
    for (const owner of ['connector-c', 'task-c-0', 'task-c-1']) tell(owner, 'UNASSIGNED', 'here:1');
    expect(await released()).toEqual([]);
    expect(await released(['http://there:1/'])).toHaveLength(3);
  });

  it('is missed where one worker gave it up late, and the next one has told nothing', async () => {
    tell('task-c-0', 'RUNNING', 'next:1 in 2');
    tell('task-c-0', 'UNASSIGNED', 'left:1 in 1');
    expect(await released()).toEqual([]);
  });
});
