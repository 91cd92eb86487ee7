import { connectorStateInfo } from '../bodies/connector-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { connectorName } from './path-params.ts';

const unknownConnector = failure('There is no connector of this name.');

export const restartConnector = defineRoute({
  method: 'POST',
  path: '/connectors/{connector}/restart',
  summary: 'Restarts a connector, and with the flags also its tasks.',
  pathParams: { connector: connectorName },
  query: {
    includeTasks: { kind: 'boolean', default: false, doc: 'Restart the tasks too.' },
    onlyFailed: { kind: 'boolean', default: false, doc: 'Restart only what is FAILED.' },
  },
  requestBody: null,
  responses: {
    202: answer('With a flag: what will be restarted is shown as RESTARTING.', connectorStateInfo),
    204: answer('Without a flag: the connector has been restarted.', null),
    404: unknownConnector,
    500: failure('The connector did not start.'),
  },
});

export const pauseConnector = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/pause',
  summary: 'Asks a connector and its tasks to pause; they keep what they hold.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 202: answer('The connector will pause.', null), 404: unknownConnector },
});

export const resumeConnector = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/resume',
  summary: 'Asks a paused or stopped connector to run again.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 202: answer('The connector will resume.', null), 404: unknownConnector },
});

export const stopConnector = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/stop',
  summary: 'Stops a connector and shuts its tasks down; its configuration stays.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 204: answer('The connector is to stop.', null), 404: unknownConnector },
});
