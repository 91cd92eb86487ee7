import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';
import { valuesIn } from '../../../testing/metric-values.ts';
import type { GroupSample } from '../declare/metric-declaration.ts';
import { defaultWindows } from '../statistics/window-options.ts';
import { HeldWork } from './held-work.ts';
import { careGroups } from './work-care.ts';

const soon = { timeout: 5000, interval: 2 };
let worker: InMemoryWorker;

afterEach(() => worker.herder.stop());

const groups = (id: string): GroupSample[] =>
  careGroups(worker.herder.care).filter(({ groupId }) => groupId === id);

const calm = {
  'restart-phase': 'calm',
  'restarts-total': 0,
  'restarts-in-last-hour': 0,
  'next-restart-ms': 0,
};

/** By connector and part. */
const restarts = (): Record<string, unknown> =>
  Object.fromEntries(groups('restart').map((one) => [one.tags.join(' '), valuesIn(one)]));

describe('what a herder tells of its work', () => {
  it('is how tasks that run are, and that nothing was restarted', async () => {
    worker = new InMemoryWorker();
    await worker.put({});
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    const [health] = groups('task-health');
    expect(health?.tags).toEqual(['c', '0']);
    expect(valuesIn(health!)).toMatchObject({
      health: expect.stringMatching(/^(?:healthy|starved)$/),
      'health-since-ms': expect.any(Number),
    });
    expect(restarts()).toEqual({
      'c connector': calm,
      'c 0': calm,
    });
  });

  it('is how often what failed was restarted, and what is to come', async () => {
    worker = new InMemoryWorker();
    await worker.put({
      'sluice.restart.policy': 'on-failure',
      'sluice.restart.backoff.ms': '1',
      'sluice.restart.backoff.max.ms': '2',
      'sluice.restart.max.per.hour': '3',
      'task.does': 'fail',
    });
    await vi.waitUntil(() => groups('restart').some((one) => one.values.includes('quarantined')), soon);
    expect(restarts()).toMatchObject({
      'c connector': calm,
      'c 0': {
        'restart-phase': 'quarantined',
        'restarts-total': 3,
        'restarts-in-last-hour': 3,
        'next-restart-ms': 0,
      },
    });
    expect(groups('task-health')).toEqual([]);
    // Who restarts it gives it a new budget; what was counted stays.
    await worker.herder.restartTask({ connector: 'c', task: 0 });
    await vi.waitUntil(() => groups('restart').some((one) => one.values.includes('quarantined')), soon);
    expect(restarts()).toMatchObject({ 'c 0': { 'restarts-total': 6 } });
    await worker.herder.deleteConnector('c');
    expect(groups('restart')).toEqual([]);
  });

  it('are the states that users see, also while what runs is exchanged', () => {
    worker = new InMemoryWorker();
    const held = new HeldWork({ windows: defaultWindows, nowMs: () => 0 });
    const identity = { className: 'o.C', version: '1', type: 'source' } as const;
    held.addConnector('c', identity).enter('RUNNING');
    for (const task of [0, 1]) held.addTask({ connector: 'c', task }).enter('RUNNING');
    const counts = (care: Parameters<HeldWork['groups']>[0]) =>
      held
        .groups(care)
        .filter(({ groupId }) => groupId === 'connector-tasks')
        .map(valuesIn);
    const care = {
      connectorState: () => 'RESTARTING' as const,
      taskState: ({ task }: { readonly task: number }) => (task === 0 ? ('RESTARTING' as const) : undefined),
    };
    expect(counts(null)).toMatchObject([
      { 'connector-restarting-task-count': 0, 'connector-running-task-count': 2 },
    ]);
    expect(counts(care)).toMatchObject([
      { 'connector-restarting-task-count': 1, 'connector-running-task-count': 1 },
    ]);
    const connector = held.groups(care).find(({ groupId }) => groupId === 'connector');
    expect(valuesIn(connector!)['status']).toBe('restarting');
  });
});
