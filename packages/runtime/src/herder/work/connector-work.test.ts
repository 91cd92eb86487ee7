import type { HostSample } from '../../metrics/host-sample.ts';
import type { TaskConfig } from '@sluice/connect-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { readProgress } from '../../task/progress/progress-reading.ts';
import { TaskProgress } from '../../task/progress/task-progress.ts';
import type {
  HostedConnector,
  HostedTask,
  TaskHost,
  TaskReading,
  TaskSpec,
} from '../../task-host/task-host.ts';
import { ConnectorWork } from './connector-work.ts';

/** A host whose connector divides its work when and how the test says, and whose tasks are only counted. */
class CountingHost implements TaskHost {
  readonly started: TaskSpec[] = [];
  stopped = 0;
  readonly divisions: PromiseWithResolvers<readonly TaskConfig[]>[] = [];

  addConnector(): HostedConnector {
    return {
      transition: () => Promise.resolve(),
      taskConfigs: () => {
        const division = Promise.withResolvers<readonly TaskConfig[]>();
        this.divisions.push(division);
        return division.promise;
      },
      shutdown: () => Promise.resolve(true),
    };
  }

  addTask(spec: TaskSpec): HostedTask {
    this.started.push(spec);
    const stop = (): Promise<boolean> => Promise.resolve(++this.stopped > 0);
    const nothing = (): void => undefined;
    const progress = readProgress(new TaskProgress().memory);
    const read = (): TaskReading => ({ progress, silentMs: 0 });
    return { built: Promise.resolve(), setTarget: nothing, read, forgetTopics: nothing, stop };
  }

  alterOffsets(): Promise<boolean> {
    return Promise.resolve(false);
  }

  checkSystem(): Promise<null> {
    return Promise.resolve(null);
  }

  sample(): Promise<HostSample> {
    return Promise.resolve({ tasks: [], threads: [], plugins: [] });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

let host: CountingHost;
let work: ConnectorWork;
let removals: number;
let watched: Set<number>;

beforeEach(() => {
  host = new CountingHost();
  removals = 0;
  watched = new Set();
  const nothing = (): void => undefined;
  work = new ConnectorWork(
    {
      name: 'c',
      config: { topics: 't' },
      taskClassName: 'o.Task',
      maxTasks: 3,
      enforceMaxTasks: true,
      restart: { rule: 'never', backoffMs: 1, maxBackoffMs: 1, maxPerHour: 0 },
    },
    {
      host,
      watchdog: {
        watch: ({ task }) => void watched.add(task),
        forget: ({ task }) => void watched.delete(task),
      },
      listener: {
        onConnectorState: nothing,
        onTaskState: nothing,
        onTopic: nothing,
        onReconfiguration: nothing,
        onExpiry: nothing,
        onTasksRemoved: () => void removals++,
      },
      log: new InMemoryLog(),
    },
  );
  work.addConnector();
});

/** Has the work divided, does something meanwhile, and applies the answer. */
async function apply(
  configs: readonly TaskConfig[],
  meanwhile: () => Promise<void> | void = () => undefined,
): Promise<void> {
  const dividing = work.divide();
  await meanwhile();
  host.divisions.at(-1)?.resolve(configs);
  await work.apply(await dividing, 'STARTED');
}

describe('the tasks of a connector', () => {
  it('are watched as long as they are there', async () => {
    await apply([{ a: '1' }, { a: '2' }]);
    expect([...watched]).toEqual([0, 1]);
    await apply([{ a: '1' }]);
    expect([...watched]).toEqual([0]);
    await work.shutdown();
    expect([...watched]).toEqual([]);
  });

  it('are started with what is stored of their configurations', async () => {
    await apply([{ a: '1' }]);
    expect(host.started).toEqual([
      {
        id: { connector: 'c', task: 0 },
        connectorConfig: { topics: 't' },
        taskConfig: { a: '1', 'task.class': 'o.Task', topics: 't' },
        targetState: 'STARTED',
      },
    ]);
  });

  it('are left alone when the work is divided as before, whatever the order of keys', async () => {
    await apply([{ a: '1', b: '2' }]);
    await apply([{ b: '2', a: '1' }]);
    expect([host.started.length, host.stopped]).toEqual([1, 0]);
  });

  it.each([
    ['fewer', [{ a: '1' }], 1],
    ['more', [{ a: '1' }, { a: '2' }, { a: '3' }], 3],
    ['other', [{ a: '1' }, { a: '3' }], 2],
    ['no', [], 0],
  ])('are all started anew when there are %s', async (_what, configs, count) => {
    await apply([{ a: '1' }, { a: '2' }]);
    await apply(configs);
    expect([host.started.length, host.stopped]).toEqual([2 + count, 2]);
    expect(work.taskConfigs).toHaveLength(count);
    expect(removals).toBe(2);
  });

  it('are not started by an answer that comes after they were removed', async () => {
    await apply([{}], () => work.removeTasks());
    expect(host.started).toEqual([]);
  });

  it('are not started by an answer that comes after the connector was shut down, nor asked for after it', async () => {
    await apply([{}], () => work.shutdown());
    await work.apply(await work.divide(), 'STARTED');
    expect(host.started).toEqual([]);
    expect(removals).toBe(1);
  });

  it('are started by the latest answer only', async () => {
    const first = work.divide();
    const second = work.divide();
    host.divisions[1]?.resolve([{ a: 'new' }]);
    await work.apply(await second, 'STARTED');
    host.divisions[0]?.resolve([{ a: 'old' }]);
    await work.apply(await first, 'STARTED');
    expect(host.started.map(({ taskConfig }) => taskConfig['a'])).toEqual(['new']);
  });
});
