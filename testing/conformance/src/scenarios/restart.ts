import { step } from '../scenario/scenario.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { brokenSinkConfig, sourceConfig, states } from './connectors.ts';

/**
 * A cluster answers before it restarts anything, and shows until then what runs: what is written behind the restart, and
 * seen to be in force, tells that the restart was read.
 */
function carriedOut(what: string): Step[] {
  return [
    step(`pauses behind ${what}`, 'PUT /connectors/a/pause'),
    step(`is paused behind ${what}`, 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step(`resumes behind ${what}`, 'PUT /connectors/a/resume'),
    step(`runs after ${what}`, 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
  ];
}

export const restart: Scenario = {
  name: 'restart',
  steps: [
    step('creates a source', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('restarts the connector', 'POST /connectors/a/restart'),
    step('runs after the restart', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('restarts a task', 'POST /connectors/a/tasks/0/restart'),
    step('runs after the restart of the task', 'GET /connectors/a/status', {
      until: states('RUNNING', 'RUNNING'),
    }),
    step('restarts nothing where nothing failed', 'POST /connectors/a/restart?onlyFailed=true'),
    step(
      'restarts no failed task where none failed',
      'POST /connectors/a/restart?onlyFailed=true&includeTasks=true',
    ),
    step('restarts with its tasks', 'POST /connectors/a/restart?includeTasks=true'),
    ...carriedOut('the first restart of all'),
    step('takes true in capitals', 'POST /connectors/a/restart?includeTasks=TRUE'),
    ...carriedOut('the second restart of all'),
    step('takes any other text for false', 'POST /connectors/a/restart?includeTasks=yes&onlyFailed=1'),
    step('takes an empty text for the default', 'POST /connectors/a/restart/?includeTasks=&onlyFailed='),
    step('ignores a parameter that is spelled differently', 'POST /connectors/a/restart?IncludeTasks=true'),
    step('pauses', 'PUT /connectors/a/pause'),
    step('is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step('restarts what is paused', 'POST /connectors/a/restart?includeTasks=true'),
    step('stays paused', 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step('stops', 'PUT /connectors/a/stop'),
    step('is stopped', 'GET /connectors/a/status', { until: states('STOPPED') }),
    step('restarts what is stopped', 'POST /connectors/a/restart?includeTasks=true'),
    step('stays stopped', 'GET /connectors/a/status', { until: states('STOPPED') }),
    step('restarts only the stopped connector', 'POST /connectors/a/restart'),
    step('stays stopped again', 'GET /connectors/a/status', { until: states('STOPPED') }),
    step('restarts no task of a stopped connector', 'POST /connectors/a/tasks/0/restart'),
    step('has no such task', 'POST /connectors/a/tasks/7/restart'),
    step('has no task with that number', 'POST /connectors/a/tasks/x/restart'),
  ],
};

export const restartFailed: Scenario = {
  name: 'restart-failed',
  steps: [
    step('creates a sink that cannot work', 'PUT /connectors/a/config', { json: brokenSinkConfig }),
    step('its task failed', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
    step('shows why', 'GET /connectors/a/tasks/0/status'),
    step('restarts the failed task only', 'POST /connectors/a/restart?includeTasks=true&onlyFailed=true'),
    step('it failed again', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
    step('restarts the connector only if it failed', 'POST /connectors/a/restart?onlyFailed=true'),
    step('restarts the task itself', 'POST /connectors/a/tasks/0/restart'),
    step('it failed for the third time', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
    step('pauses', 'PUT /connectors/a/pause'),
    step('only the connector is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'FAILED') }),
    step('resumes', 'PUT /connectors/a/resume'),
    step('the task is still failed', 'GET /connectors/a/status', { until: states('RUNNING', 'FAILED') }),
  ],
};
