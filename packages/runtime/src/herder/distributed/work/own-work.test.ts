import { describe, expect, it } from 'vitest';
import { formatTaskId, type TaskId } from '../../../states.ts';
import { ConfigFold } from '../../../stores/config/config-fold.ts';
import type { ConfigRecord } from '../../../stores/config/config-record.ts';
import type { TaskSpec } from '../../../task-host/task-host.ts';
import { OwnWork, type OwnWorkParts } from './own-work.ts';

const taskOf = (connector: string, task: number): TaskId => ({ connector, task });
const committed = (name: string, versions: readonly string[], connectorVersion = '1'): ConfigRecord[] => [
  { kind: 'connector', name, config: { version: connectorVersion } },
  ...versions.map((version, task): ConfigRecord => ({
    kind: 'task',
    id: taskOf(name, task),
    config: { version },
  })),
  { kind: 'commit', name, taskCount: versions.length },
];

/** A worker that runs all tasks of `a` and `b`, and what it does. */
class Bench {
  readonly done: string[] = [];
  readonly #fold = new ConfigFold();
  readonly #running = new Map<string, TaskSpec>();
  #offset = 0;

  read(...records: readonly ConfigRecord[]): void {
    for (const record of records) this.#fold.take(this.#offset++, record);
  }

  /** Everything that is committed runs. */
  runAll(): void {
    const { snapshot } = this.#fold;
    for (const name of snapshot.connectors()) {
      for (const id of snapshot.tasks(name)) {
        this.#running.set(formatTaskId(id), {
          id,
          connectorConfig: snapshot.appliedConfig(name) as TaskSpec['connectorConfig'],
          taskConfig: snapshot.taskConfig(id) as TaskSpec['taskConfig'],
          targetState: 'STARTED',
        });
      }
    }
  }

  work(isExactlyOnce = false): OwnWork {
    const running = this.#running;
    const note = (what: string): void => void this.done.push(what);
    const tasks: OwnWorkParts['tasks'] = {
      get ids() {
        return [...running.values()].map(({ id }) => id);
      },
      spec: (id) => running.get(formatTaskId(id)) ?? null,
      start: (id) => note(`start ${formatTaskId(id)}`),
      stop: async (id) => Promise.resolve(note(`stop ${formatTaskId(id)}`)),
      setTarget: (id, target) => note(`${formatTaskId(id)} is to be ${target}`),
    };
    return new OwnWork({
      tasks,
      connectors: {
        names: this.#fold.snapshot.connectors(),
        start: (name) => note(`start ${name}`),
        stop: async (name) => Promise.resolve(note(`stop ${name}`)),
        retarget: (name) => note(`retarget ${name}`),
      },
      status: {
        flush: async () => Promise.resolve(note('flush')),
        remove: (owner) =>
          note(`forget status of ${owner.kind === 'task' ? formatTaskId(owner.id) : owner.name}`),
      },
      config: () => this.#fold.snapshot,
      forget: (name) => note(`forget ${name}`),
      isExactlyOnce,
    });
  }
}

function benchWith(...records: readonly ConfigRecord[]): Bench {
  const bench = new Bench();
  bench.read(...records);
  bench.runAll();
  return bench;
}

describe('the work of a worker, when tasks are committed anew,', () => {
  it('ends where its configuration is another one, and goes on where it is not', async () => {
    const bench = benchWith(...committed('a', ['1', '1', '1']), ...committed('b', ['1']));
    bench.read(...committed('a', ['1', '2', '1']));
    await bench.work().stopChanged('a');
    expect(bench.done).toEqual(['stop a-1']);
  });

  it('ends where there is no such task any more', async () => {
    const bench = benchWith(...committed('a', ['1', '1', '1']));
    bench.read(...committed('a', ['1']));
    await bench.work().stopChanged('a');
    expect(bench.done).toEqual(['stop a-1', 'stop a-2']);
  });

  it('ends whole where the configuration of the connector is another one, which its tasks are run with too', async () => {
    const bench = benchWith(...committed('a', ['1', '1']));
    bench.read(...committed('a', ['1', '1'], '2'));
    await bench.work().stopChanged('a');
    expect(bench.done).toEqual(['stop a-0', 'stop a-1']);
  });

  it('ends whole where sources deliver exactly once, for what was fenced must not write on', async () => {
    const bench = benchWith(...committed('a', ['1', '1']));
    bench.read({ kind: 'commit', name: 'a', taskCount: 2 });
    await bench.work(true).stopChanged('a');
    expect(bench.done).toEqual(['stop a-0', 'stop a-1']);
  });

  it('ends whole while not all of the committed tasks are there', async () => {
    const bench = benchWith(...committed('a', ['1']));
    bench.read({ kind: 'commit', name: 'a', taskCount: 2 });
    await bench.work().stopChanged('a');
    expect(bench.done).toEqual(['stop a-0']);
  });
});

describe('the work of a worker that is given up', () => {
  it('has ended, and that is written, before others may start it', async () => {
    const bench = benchWith(...committed('a', ['1']));
    await bench.work().stop({ connectors: ['a'], tasks: [taskOf('a', 0)] });
    expect(bench.done).toEqual(['stop a', 'stop a-0', 'flush']);
  });

  it('leaves nothing behind of a connector that is deleted, whoever wrote it meanwhile', async () => {
    const bench = benchWith(...committed('a', ['1']));
    bench.read({ kind: 'connector', name: 'a', config: null });
    await bench.work().stop({ connectors: ['a'], tasks: [taskOf('a', 0)] });
    expect(bench.done).toEqual([
      'stop a',
      'stop a-0',
      'forget status of a-0',
      'forget status of a',
      'forget a',
      'flush',
    ]);
  });
});

describe('the work of a worker that is wanted otherwise', () => {
  it('ends its tasks to be stopped, and pauses those to be paused', () => {
    const bench = benchWith(...committed('a', ['1']));
    bench.work().retarget('a', 'PAUSED');
    bench.work().retarget('a', 'STOPPED');
    expect(bench.done).toEqual(['retarget a', 'a-0 is to be PAUSED', 'retarget a', 'stop a-0']);
  });
});
