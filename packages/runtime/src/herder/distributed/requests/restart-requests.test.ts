import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../../testing/in-memory-log.ts';
import { formatTaskId } from '../../../states.ts';
import type { ConnectorStatus } from '../../herder.ts';
import { RestartRequests } from './restart-requests.ts';

const instance = (state: 'RUNNING' | 'FAILED') => ({ state, workerId: 'w:1', version: '1' });
const status: ConnectorStatus = {
  name: 'a',
  type: 'source',
  connector: instance('FAILED'),
  tasks: [
    { id: 0, ...instance('RUNNING') },
    { id: 1, ...instance('FAILED') },
    { id: 2, ...instance('FAILED') },
  ],
};

/** A worker that has the connector `a` or not, and these tasks of it. */
function worker({ hasConnector, tasks }: { hasConnector: boolean; tasks: readonly number[] }): {
  readonly requests: RestartRequests;
  readonly done: string[];
} {
  const done: string[] = [];
  const restart = (what: string, options: { showsRestarting?: boolean | undefined } = {}): Promise<void> => {
    done.push(`${what}${options.showsRestarting === true ? ' with a status' : ''}`);
    return Promise.resolve();
  };
  const requests = new RestartRequests({
    connectors: { has: () => hasConnector, restart: (name, options) => restart(name, options) },
    tasks: {
      has: ({ task }) => tasks.includes(task),
      restart: (id, options) => restart(formatTaskId(id), options),
    },
    statusOf: (name) => (name === 'a' ? status : null),
    log: new InMemoryLog(),
  });
  return { requests, done };
}

const asked = (includeTasks: boolean, onlyFailed: boolean, connector = 'a') => ({
  connector,
  includeTasks,
  onlyFailed,
});

describe('a restart that the cluster was asked for', () => {
  it('is carried out by each worker for what it has, with the states that belong to it', () => {
    const [one, other] = [
      worker({ hasConnector: true, tasks: [0, 1] }),
      worker({ hasConnector: false, tasks: [2] }),
    ];
    for (const { requests } of [one, other]) {
      requests.add(asked(true, false));
      requests.begin();
      requests.begin();
    }
    expect(one.done).toEqual(['a-0 with a status', 'a-1 with a status', 'a with a status']);
    expect(other.done).toEqual(['a-2 with a status']);
  });

  it('leaves alone what has not failed, where only that is to be restarted', () => {
    const { requests, done } = worker({ hasConnector: true, tasks: [0, 1] });
    requests.add(asked(true, true));
    requests.begin();
    expect(done).toEqual(['a-1 with a status', 'a with a status']);
  });

  it('is the one that restarts the most of several, and of two alike only one', () => {
    const { requests, done } = worker({ hasConnector: true, tasks: [0, 1] });
    for (const restart of [asked(false, true), asked(true, false), asked(true, false), asked(false, false)])
      requests.add(restart);
    requests.begin();
    expect(done).toEqual(['a-0 with a status', 'a-1 with a status', 'a with a status']);
  });

  it('restarts nothing of a connector of which nothing is known', () => {
    const { requests, done } = worker({ hasConnector: true, tasks: [0] });
    requests.add(asked(true, false, 'unknown'));
    requests.begin();
    expect(done).toEqual([]);
  });
});
