import { step } from '../../scenario/scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { brokenSinkConfig, states } from '../connectors.ts';

/** A task that fails, in an order in which no answer depends on how soon a restart is carried out. */
export const failures: Scenario = {
  name: 'distributed/failures',
  mode: 'distributed',
  steps: [
    step('creates a sink that cannot work', 'PUT /connectors/a/config', { json: brokenSinkConfig }),
    step('its task failed', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
    step('shows why', 'GET /connectors/a/tasks/0/status'),
    step('shows it among all', 'GET /connectors?expand=status'),
    step('restarts the connector only if it failed', 'POST /connectors/a/restart?onlyFailed=true'),
    step('pauses', 'PUT /connectors/a/pause'),
    step('only the connector is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'FAILED') }),
    step('resumes', 'PUT /connectors/a/resume'),
    step('the task is still failed', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
    step('restarts what failed', 'POST /connectors/a/restart?includeTasks=true&onlyFailed=true'),
  ],
};
