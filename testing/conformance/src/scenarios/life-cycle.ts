import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

export const lifeCycle: Scenario = {
  name: 'life-cycle',
  steps: [
    step('creates a source', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('pauses', 'PUT /connectors/a/pause'),
    step('is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step('pauses again', 'PUT /connectors/a/pause/'),
    step('keeps its tasks', 'GET /connectors/a/tasks'),
    step('resumes', 'PUT /connectors/a/resume'),
    step('runs again', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('resumes what runs', 'PUT /connectors/a/resume'),
    step('stops', 'PUT /connectors/a/stop'),
    step('is stopped', 'GET /connectors/a/status', { until: states('STOPPED') }),
    step('has no tasks', 'GET /connectors/a/tasks'),
    step('has no task status', 'GET /connectors/a/tasks/0/status'),
    step('shows no tasks', 'GET /connectors/a'),
    step('stops again', 'PUT /connectors/a/stop'),
    step('pauses what is stopped', 'PUT /connectors/a/pause'),
    step('is paused without tasks', 'GET /connectors/a/status', {
      until: { connector: { state: 'PAUSED' } },
    }),
    step('resumes what was stopped', 'PUT /connectors/a/resume'),
    step('runs after all', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('creates a sink', 'PUT /connectors/b/config', { json: sinkConfig }),
    step('the sink runs', 'GET /connectors/b/status', { until: states('RUNNING', 'RUNNING') }),
    step('pauses the sink', 'PUT /connectors/b/pause'),
    step('the sink is paused', 'GET /connectors/b/status', { until: states('PAUSED', 'PAUSED') }),
    step('stops the paused sink', 'PUT /connectors/b/stop'),
    step('the sink is stopped', 'GET /connectors/b/status', { until: states('STOPPED') }),
    step('replaces the stopped sink', 'PUT /connectors/b/config', {
      json: { ...sinkConfig, 'tasks.max': '2' },
    }),
    step('it is still stopped', 'GET /connectors/b/status', { until: states('STOPPED') }),
    step('resumes the sink', 'PUT /connectors/b/resume'),
    step('it runs with two tasks', 'GET /connectors/b/status', {
      until: states('RUNNING', 'RUNNING', 'RUNNING'),
    }),
    step('a slash after the name of the task', 'GET /connectors/b/tasks/0/status/'),
  ],
};
