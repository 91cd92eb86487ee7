import { taskInfo, taskState } from '../bodies/connector-bodies.ts';
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
