import { openSync } from 'node:fs';
import { vi } from 'vitest';
import { MemoryOffsetStore } from '../src/stores/memory-offset-store.ts';
import type { HostedConnector, HostedTask, StateChange } from '../src/task-host/task-host.ts';
import { ThreadHost, type ThreadHostOptions } from '../src/task-host/thread/thread-host.ts';
import { InMemoryLog } from './in-memory-log.ts';
import { pluginPackage, workerProperties } from './plugins/in-memory-packages.ts';

const gracefulTimeoutMs = 300;
export const patience = { timeout: 30_000, interval: 5 };

const hosts: ThreadHost[] = [];
const nowhere = openSync('/dev/null', 'w');

/** To be called after each test. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
}

/** A host of threads, without Kafka. */
export class ThreadWorld {
  readonly offsets = new MemoryOffsetStore();
  readonly log = new InMemoryLog();
  readonly host: ThreadHost;
  /** The topics that tasks were said to use. */
  readonly topics: string[] = [];

  constructor(options: Partial<ThreadHostOptions> = {}) {
    this.host = new ThreadHost({
      data: {
        cluster: null,
        workerProperties: {
          ...workerProperties,
          'task.shutdown.graceful.timeout.ms': String(options.gracefulTimeoutMs ?? gracefulTimeoutMs),
        },
        pluginPackages: [pluginPackage],
        logLevel: 'silent',
        logFd: nowhere,
      },
      offsets: this.offsets,
      gracefulTimeoutMs,
      entry: new URL('in-memory-thread-entry.ts', import.meta.url),
      log: this.log,
      ...options,
    });
    hosts.push(this.host);
  }

  task(connector: string, does = '', more: Readonly<Record<string, string>> = {}): Lodger<HostedTask> {
    const config = { 'connector.class': 'TestSource', topic: 't', name: connector, ...more };
    return new Lodger((onState) =>
      this.host.addTask(
        {
          id: { connector, task: 0 },
          connectorConfig: config,
          taskConfig: { topic: 't', 'task.does': does, ...more },
          targetState: 'STARTED',
        },
        { onState, onTopic: (topic) => void this.topics.push(topic), onResolved: () => undefined },
      ),
    );
  }

  connector(name: string, does = ''): Lodger<HostedConnector> {
    const config = { 'connector.class': 'TestSource', topic: 't', name, 'connector.does': does };
    return new Lodger((onState) =>
      this.host.addConnector(
        { name, config },
        { onState, onReconfiguration: () => undefined, onResolved: () => undefined },
      ),
    );
  }

  /** How far the first task of a connector has come. */
  async position(connector: string): Promise<number> {
    const [value] = await this.offsets.get([`["${connector}",{"task":0}]`]);
    return value === null || value === undefined ? 0 : (JSON.parse(value) as { position: number }).position;
  }

  /** Waits until the first task of a connector gets no further for a while. */
  async stands(connector: string): Promise<void> {
    let before: number;
    do {
      before = await this.position(connector);
      await new Promise((resolve) => void setTimeout(resolve, 500));
    } while ((await this.position(connector)) > before);
  }

  /** Waits until the first task of a connector has come further. */
  async moves(connector: string): Promise<void> {
    const before = await this.position(connector);
    await vi.waitUntil(async () => (await this.position(connector)) > before, patience);
  }
}

/** Something in the host, with the states it reports. */
class Lodger<T> {
  readonly changes: StateChange[] = [];
  readonly hosted: T;

  constructor(add: (onState: (change: StateChange) => void) => T) {
    this.hosted = add((change) => void this.changes.push(change));
  }

  get states(): string[] {
    return this.changes.map(({ state }) => state);
  }

  async reaches(state: string): Promise<void> {
    await vi.waitUntil(() => this.states.at(-1) === state, patience);
  }
}
