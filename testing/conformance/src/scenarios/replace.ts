import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

export const replace: Scenario = {
  name: 'replace',
  steps: [
    step('creates by PUT', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('shows it', 'GET /connectors/a'),
    step('shows its config', 'GET /connectors/a/config'),
    step('shows its tasks', 'GET /connectors/a/tasks'),
    step('shows the state of a task', 'GET /connectors/a/tasks/0/status'),
    step('replaces', 'PUT /connectors/a/config', { json: { ...sourceConfig, 'batch.size': '7' } }),
    step('runs again', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('shows the new config', 'GET /connectors/a/config'),
    step('shows the new config of the task', 'GET /connectors/a/tasks', {
      until: [{ config: { 'batch.size': '7' } }],
    }),
    step('replaces by the same', 'PUT /connectors/a/config/', {
      json: { ...sourceConfig, 'batch.size': '7' },
    }),
    step('pauses', 'PUT /connectors/a/pause'),
    step('is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step('replaces while paused', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('is still paused', 'GET /connectors/a/status', { until: { connector: { state: 'PAUSED' } } }),
    step('replaces a source by a sink', 'PUT /connectors/a/config', { json: sinkConfig }),
    step('is a sink now', 'GET /connectors/a'),
    step('resumes', 'PUT /connectors/a/resume'),
    step('runs as a sink', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('shows the task of the sink', 'GET /connectors/a/tasks'),
    step('deletes', 'DELETE /connectors/a'),
    step('is gone', 'GET /connectors/a'),
    step('has no status', 'GET /connectors/a/status'),
    step('has no task status', 'GET /connectors/a/tasks/0/status'),
    step('cannot be deleted twice', 'DELETE /connectors/a'),
    step('does not trim the name of the path', 'PUT /connectors/%20b%20/config', { json: sinkConfig }),
    step('lists the name with its blanks', 'GET /connectors'),
    step('takes numbers for texts', 'PUT /connectors/c/config', {
      json: { ...sinkConfig, 'tasks.max': 2, 'errors.log.enable': false },
    }),
    step('runs two tasks', 'GET /connectors/c/status', { until: states('RUNNING', 'RUNNING', 'RUNNING') }),
    step('shows two tasks', 'GET /connectors/c/tasks/'),
    step('shows the second one', 'GET /connectors/c/tasks/1/status'),
    step('has no third one', 'GET /connectors/c/tasks/2/status'),
    step('reduces them to one', 'PUT /connectors/c/config', { json: sinkConfig }),
    step('runs one task', 'GET /connectors/c/status', { until: states('RUNNING', 'RUNNING') }),
  ],
};
