import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';

const soon = { timeout: 5000, interval: 2 };
const workers: InMemoryWorker[] = [];

function newWorker(): InMemoryWorker {
  const worker = new InMemoryWorker();
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map(({ herder }) => herder.stop()));
});

const restarting = {
  'sluice.restart.policy': 'on-failure',
  'sluice.restart.backoff.ms': '5',
  'sluice.restart.backoff.max.ms': '20',
  'sluice.restart.max.per.hour': '3',
};

describe('what fails by itself', () => {
  it('stays so, as with a Java worker, unless a policy says otherwise', async () => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'fail' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    expect((await worker.herder.connectorHealth('c')).tasks.get(0)).toMatchObject({
      restart: { policy: 'never', phase: 'given-up', restartsInLastHour: 0, nextRestartMs: null },
    });
  });

  it('is restarted until it works, if it is a task', async () => {
    const worker = newWorker();
    await worker.put({ ...restarting, 'task.does': `fail twice: ${randomUUID()}` });
    await vi.waitUntil(async () => (await restartsOf(worker, 0)) === 2, soon);
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect((await worker.herder.connectorHealth('c')).tasks.get(0)).toMatchObject({
      restart: { policy: 'on-failure', phase: 'calm', restartsInLastHour: 2 },
    });
  });

  it('is quarantined after so many restarts, and started by who restarts it', async () => {
    const worker = newWorker();
    await worker.put({ ...restarting, 'task.does': 'fail' });
    const phase = async (): Promise<unknown> =>
      (await worker.herder.connectorHealth('c')).tasks.get(0)?.restart.phase;
    await expect.poll(phase, soon).toBe('quarantined');
    expect(await restartsOf(worker, 0)).toBe(3);
    expect(await worker.states()).toEqual(['RUNNING', 'FAILED']);
    await worker.herder.restartTask({ connector: 'c', task: 0 });
    await vi.waitUntil(async () => ((await restartsOf(worker, 0)) ?? 0) > 0, soon);
    expect(await phase()).not.toBe('quarantined');
  });

  it('is restarted if it is a connector that cannot start', async () => {
    const worker = newWorker();
    await expect(
      worker.put({ ...restarting, 'connector.does': `fail to start twice: ${randomUUID()}` }),
    ).rejects.toThrow('Failed to transition connector c to state STARTED');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect((await worker.herder.connectorHealth('c')).connector.restart).toMatchObject({
      phase: 'calm',
      restartsInLastHour: 2,
    });
  });

  it('is asked again if it is a connector that cannot divide its work', async () => {
    const worker = newWorker();
    await expect(
      worker.put({ ...restarting, 'connector.does': `fail to divide twice: ${randomUUID()}` }),
    ).rejects.toThrow('cannot divide yet');
    expect(await worker.states()).toEqual(['RUNNING']);
    expect((await worker.herder.connectorHealth('c')).division).toMatchObject({ phase: 'waiting' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect((await worker.herder.connectorHealth('c')).division).toBeNull();
  });

  it('is left alone once the connector is deleted, stopped or configured anew', async () => {
    const worker = newWorker();
    const slow = {
      ...restarting,
      'sluice.restart.backoff.ms': '60000',
      'sluice.restart.backoff.max.ms': '60000',
    };
    await worker.put({ ...slow, 'task.does': 'fail' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    await worker.herder.stopConnector('c');
    await worker.put(slow);
    await worker.herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect((await worker.herder.connectorHealth('c')).tasks.get(0)?.restart.phase).toBe('calm');
  });

  it('follows its connector in what its worker has otherwise', async () => {
    const worker = newWorker();
    await expect(worker.put({ 'sluice.restart.policy': 'always' })).rejects.toMatchObject({
      code: 'CONNECTOR_CONFIG_INVALID',
      message: expect.stringContaining(
        'Invalid value always for configuration sluice.restart.policy: String must be one of: never, on-failure',
      ),
    });
  });
});

async function restartsOf(worker: InMemoryWorker, task: number): Promise<number | undefined> {
  return (await worker.herder.connectorHealth('c')).tasks.get(task)?.restart.restartsInLastHour;
}
