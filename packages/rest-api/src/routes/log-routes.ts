import { defineRoute, failure, plainText, type QueryParam } from '../route/route.ts';
import { connectorName, taskNumber } from './path-params.ts';

const mediaType = 'application/x-ndjson';
const lines = {
  kind: 'text',
  default: '100',
  doc: 'How many lines at most; a worker keeps the last few hundred.',
} as const satisfies QueryParam;

export const getConnectorLogs = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/logs',
  summary:
    'The last lines that this worker logged about a connector itself, a JSON object each. Not a route of Java workers.',
  pathParams: { connector: connectorName },
  query: { lines },
  requestBody: null,
  responses: {
    200: plainText('The connector exists; empty when this worker logged nothing about it.', mediaType),
    400: failure('The number of lines is none.'),
    404: failure('There is no connector of this name.'),
  },
});

export const getTaskLogs = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/tasks/{task}/logs',
  summary:
    'The last lines that this worker logged about a task, also after it failed, a JSON object each. Not a route of Java workers.',
  pathParams: { connector: connectorName, task: taskNumber },
  query: { lines },
  requestBody: null,
  responses: {
    200: plainText('The task exists; empty when this worker logged nothing about it.', mediaType),
    400: failure('The number of lines is none.'),
    404: failure('No state of such a task is known.'),
  },
});
