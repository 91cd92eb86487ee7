import { submittedConfig, taskInfo, taskState } from '../bodies/connector-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { list } from '../shape/shape.ts';
import { expandHealth } from './expand-health.ts';
import { connectorName, taskNumber } from './path-params.ts';

export const listTasks = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/tasks',
  summary: 'The tasks of a connector with their configurations.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    200: answer('The connector exists.', list(taskInfo)),
    404: failure('There is no connector of this name.'),
  },
});

export const getTaskStatus = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/tasks/{task}/status',
  summary: 'The state of a task; with `expand=health` also how it is beside it.',
  pathParams: { connector: connectorName, task: taskNumber },
  query: { expand: expandHealth },
  requestBody: null,
  responses: {
    200: answer('A state is known.', taskState),
    404: failure('No state of such a task is known.'),
  },
});

export const restartTask = defineRoute({
  method: 'POST',
  path: '/connectors/{connector}/tasks/{task}/restart',
  summary: 'Restarts a task.',
  pathParams: { connector: connectorName, task: taskNumber },
  query: {},
  requestBody: null,
  responses: {
    204: answer('The task has been restarted.', null),
    404: failure('There is no such connector, or no such task.'),
    500: failure('The task did not start.'),
  },
});

const unsigned = failure('The request is not signed as workers of this cluster sign.');
const wronglySigned = failure('The signature is not that of a worker of this cluster.');
const keyless = failure('The worker has just started and cannot check signatures yet.');
const alone = failure('The worker stands alone.');

export const putTaskConfigs = defineRoute({
  method: 'POST',
  path: '/connectors/{connector}/tasks',
  summary: 'For workers among each other: the leader stores the task configurations of a connector.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: list(submittedConfig),
  responses: {
    204: answer('The configurations are stored.', null),
    400: unsigned,
    403: wronglySigned,
    404: failure('There is no connector of this name.'),
    500: alone,
    503: keyless,
  },
});

export const fenceTasks = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/fence',
  summary: 'For workers among each other: the leader keeps earlier tasks of a source from writing.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    204: answer('They cannot write any more.', null),
    400: unsigned,
    403: wronglySigned,
    404: failure('There is no connector of this name.'),
    409: failure('New task configurations came meanwhile.'),
    500: alone,
    503: keyless,
  },
});
