import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

export const unknownNames: Scenario = {
  name: 'unknown-names',
  steps: [
    step('connector', 'GET /connectors/nobody'),
    step('connector with a slash at the end', 'GET /connectors/nobody/'),
    step('connector after decoding', 'GET /connectors/no%20body+%C3%A4'),
    step('connector after a matrix parameter', 'GET /connectors/nobody;x=y'),
    step('config', 'GET /connectors/nobody/config'),
    step('status', 'GET /connectors/nobody/status'),
    step('tasks', 'GET /connectors/nobody/tasks'),
    step('task', 'GET /connectors/nobody/tasks/0/status'),
    step('delete', 'DELETE /connectors/nobody'),
    step('pause', 'PUT /connectors/nobody/pause'),
    step('resume', 'PUT /connectors/nobody/resume'),
    step('stop', 'PUT /connectors/nobody/stop'),
    step('plugin', 'GET /connector-plugins/NoSuchPlugin/config'),
    step('plugin without config', 'GET /connector-plugins/FileStreamSource'),
    step('path', 'GET /no/such/path'),
    step('path below a connector', 'GET /connectors/nobody/nothing'),
    step('task config of old versions', 'GET /connectors/nobody/tasks-config'),
    step('task that is no number', 'GET /connectors/nobody/tasks/first/status'),
    step('task beyond 32 bits', 'GET /connectors/nobody/tasks/3000000000/status'),
    step('negative task', 'GET /connectors/nobody/tasks/-1/status'),
    step('restart', 'POST /connectors/nobody/restart'),
    step('restart with tasks', 'POST /connectors/nobody/restart?includeTasks=true'),
    step('restart of a task', 'POST /connectors/nobody/tasks/0/restart'),
  ],
};
