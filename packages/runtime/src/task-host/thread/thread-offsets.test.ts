import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { pluginPackage, workerProperties } from '../../../testing/plugins/in-memory-packages.ts';
import { MemoryOffsetStore } from '../../stores/memory-offset-store.ts';
import type { StateChange } from '../task-host.ts';
import { ThreadHost } from './thread-host.ts';

const patience = { timeout: 10_000, interval: 5 };

let host: ThreadHost;
afterEach(() => host.close());

function start(): void {
  host = new ThreadHost({
    data: {
      cluster: null,
      workerProperties,
      pluginPackages: [pluginPackage],
      logLevel: 'silent',
      logFd: 2,
    },
    offsets: new MemoryOffsetStore(),
    gracefulTimeoutMs: 300,
    maxThreads: 1,
    entry: new URL('../../../testing/in-memory-thread-entry.ts', import.meta.url),
    log: new InMemoryLog(),
  });
}

function ask(does = '', timeoutMs = 10_000): Promise<boolean> {
  return host.alterOffsets({
    name: 'c',
    type: 'source',
    config: { 'connector.class': 'TestSource', topic: 't', name: 'c', 'offsets.do': does },
    changes: [{ partition: { filename: 'a' }, offset: { position: 9223372036854775807n } }],
    timeoutMs,
  });
}

/** A task in the only thread; the states it reports. */
function neighbour(): string[] {
  const states: string[] = [];
  const config = { 'connector.class': 'TestSource', topic: 't', name: 'n' };
  host.addTask(
    {
      id: { connector: 'n', task: 0 },
      connectorConfig: config,
      taskConfig: { topic: 't' },
      targetState: 'STARTED',
    },
    {
      onState: ({ state }: StateChange) => void states.push(state),
      onResolved: () => undefined,
      onTopic: () => undefined,
    },
  );
  return states;
}

const timedOut = {
  code: 'OFFSETS_NOT_MODIFIED',
  message: "Timed out while calling the 'alterOffsets' method for source connector c",
};

describe('a connector in a thread that is asked about its offsets', () => {
  it('answers, and is told every number to the last digit', async () => {
    start();
    expect(await ask()).toBe(true);
    expect(await ask('not know')).toBe(false);
    await expect(ask('object')).rejects.toMatchObject({
      code: 'OFFSETS_CHANGE_REJECTED',
      message: 'no: [{"partition":{"filename":"a"},"offset":{"position":"9223372036854775807n"}}]',
    });
    await expect(ask('refuse the request')).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: 'not so',
    });
    await expect(ask('tell the password')).rejects.toMatchObject({
      message: 'Failed to modify offsets for source connector c',
    });
  });

  it('is not waited for when it does not answer, and what runs beside it goes on', async () => {
    start();
    const states = neighbour();
    await vi.waitUntil(() => states.at(-1) === 'RUNNING', patience);
    await expect(ask('hang', 50)).rejects.toMatchObject(timedOut);
    expect(states).toEqual(['RUNNING']);
    expect(await ask()).toBe(true);
  });

  it('is ended with its thread when it blocks that, and what ran beside it is moved', async () => {
    start();
    const states = neighbour();
    await vi.waitUntil(() => states.at(-1) === 'RUNNING', patience);
    await expect(ask('block', 50)).rejects.toMatchObject(timedOut);
    await vi.waitUntil(() => states.filter((state) => state === 'RUNNING').length === 2, patience);
    expect(await ask()).toBe(true);
  });

  it('fails the request when it ends its thread', async () => {
    start();
    await expect(ask('exit')).rejects.toMatchObject({
      code: 'TASK_THREAD_LOST',
      message: 'The thread that ran this has ended: something in it called process.exit(3)',
    });
    expect(await ask()).toBe(true);
  });
});
