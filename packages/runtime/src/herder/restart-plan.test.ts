import { describe, expect, it } from 'vitest';
import type { ConnectorStatus } from './herder.ts';
import { planRestart } from './restart-plan.ts';
import type { InstanceState } from '../states.ts';

const status = (connector: InstanceState, ...tasks: readonly InstanceState[]): ConnectorStatus => ({
  name: 'c',
  type: 'source',
  connector: { state: connector, workerId: 'w', version: '1' },
  tasks: tasks.map((state, id) => ({ id, state, workerId: 'w', version: '1' })),
});

describe('the plan of a restart', () => {
  it.each([
    { includeTasks: true, onlyFailed: true, connector: false, tasks: [1] },
    { includeTasks: true, onlyFailed: false, connector: true, tasks: [0, 1] },
    { includeTasks: false, onlyFailed: true, connector: false, tasks: [] },
    { includeTasks: false, onlyFailed: false, connector: true, tasks: [] },
  ])('takes in what was asked for: %o', ({ includeTasks, onlyFailed, connector, tasks }) => {
    const request = { connector: 'c', includeTasks, onlyFailed };
    const plan = planRestart(request, status('RUNNING', 'RUNNING', 'FAILED'));
    expect(plan.restartConnector).toBe(connector);
    expect(plan.tasks).toEqual(tasks);
    expect(plan.status.connector.state).toBe(connector ? 'RESTARTING' : 'RUNNING');
    expect(plan.status.tasks.map(({ state }) => state)).toEqual(
      ['RUNNING', 'FAILED'].map((state, id) => (tasks.includes(id) ? 'RESTARTING' : state)),
    );
  });

  it('restarts a failed connector when only what failed is asked for', () => {
    const request = { connector: 'c', includeTasks: false, onlyFailed: true };
    expect(planRestart(request, status('FAILED')).restartConnector).toBe(true);
  });
});
