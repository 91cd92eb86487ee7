import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { pluginPackage, workerProperties } from '../../../testing/plugins/in-memory-packages.ts';
import { MemoryOffsetStore } from '../../stores/memory-offset-store.ts';
import type { Resolved } from '../resolved.ts';
import { ThreadHost } from './thread-host.ts';

const patience = { timeout: 10_000, interval: 5 };
let host: ThreadHost;

afterEach(() => host.close());

function newHost(): ThreadHost {
  host = new ThreadHost({
    data: {
      cluster: null,
      workerProperties: {
        ...workerProperties,
        'config.providers': 'v',
        'config.providers.v.class': 'org.example.TestConfigProvider',
      },
      pluginPackages: [pluginPackage],
      logLevel: 'silent',
      logFd: 2,
    },
    offsets: new MemoryOffsetStore(),
    gracefulTimeoutMs: 300,
    entry: new URL('../../../testing/in-memory-thread-entry.ts', import.meta.url),
    log: new InMemoryLog(),
  });
  return host;
}

const config = { 'connector.class': 'TestSource', topic: '${v:p:topic}', name: 'c' };
const lifetimes = [{ source: 'v:p', ttlMs: 5000 }];

describe('references in configurations', () => {
  it('are resolved in the thread of a connector, which tells how long the values are good', async () => {
    const heard: Resolved[] = [];
    const connector = newHost().addConnector(
      { name: 'c', config },
      {
        onState: () => undefined,
        onReconfiguration: () => undefined,
        onResolved: (resolved) => void heard.push(resolved),
      },
    );
    await connector.transition('STARTED');
    const [task] = await connector.taskConfigs({ maxTasks: 1, enforced: true });
    expect(task).toHaveProperty('topic', 'value-of-topic');
    expect(heard).toEqual([{ digest: expect.stringMatching(/^[\w+/]{43}=$/) as string, lifetimes }]);
    expect(await connector.shutdown()).toBe(true);
  });

  it('are resolved in the thread of a task, both those of its connector and its own', async () => {
    const heard: Resolved[] = [];
    const states: string[] = [];
    const task = newHost().addTask(
      {
        id: { connector: 'c', task: 0 },
        connectorConfig: config,
        taskConfig: { topic: 't', 'task.does': '${v:q:does}' },
        targetState: 'STARTED',
      },
      {
        onState: ({ state }) => void states.push(state),
        onTopic: () => undefined,
        onResolved: (resolved) => void heard.push(resolved),
      },
    );
    await vi.waitUntil(() => states.at(-1) === 'RUNNING', patience);
    expect(heard).toEqual([
      { digest: expect.any(String) as string, lifetimes: [...lifetimes, { source: 'v:q', ttlMs: 5000 }] },
    ]);
    expect(await task.stop()).toBe(true);
  });
});
