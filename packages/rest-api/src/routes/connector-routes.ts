import {
  connectorInfo,
  connectorStateInfo,
  createConnectorRequest,
  createdConnector,
  expandedConnector,
  storedConfig,
  submittedConfig,
} from '../bodies/connector-bodies.ts';
import { answer, created, defineRoute, failure } from '../route/route.ts';
import { either, list, map, text } from '../shape/shape.ts';
import { expandHealth } from './expand-health.ts';
import { connectorName } from './path-params.ts';

const unknownConnector = failure('There is no connector of this name.');
const invalidConfig = failure('The configuration is invalid; the message lists every problem.');

export const listConnectors = defineRoute({
  method: 'GET',
  path: '/connectors',
  summary: 'The names of all connectors; with `expand` an object with more about each.',
  pathParams: {},
  query: {
    expand: {
      kind: 'list',
      known: ['status', 'info', 'health'],
      doc: 'What to add to each name; `health` adds the status with the health in it. A connector without a status yet is left out when its status is asked for.',
    },
  },
  requestBody: null,
  responses: { 200: answer('Always.', either(list(text), map(expandedConnector))) },
});

export const createConnector = defineRoute({
  method: 'POST',
  path: '/connectors',
  summary:
    'Creates a connector and starts it, at `initial_offsets` where they are given. Blanks around its name are dropped.',
  pathParams: {},
  query: {},
  requestBody: createConnectorRequest,
  responses: {
    201: created('The connector was created.', createdConnector),
    400: invalidConfig,
    409: failure('A connector of this name exists.'),
    500: failure('The connector was created but did not start, or its offsets could not be stored.'),
  },
});

export const getConnector = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}',
  summary: 'The configuration, tasks and type of a connector.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 200: answer('The connector exists.', connectorInfo), 404: unknownConnector },
});

export const deleteConnector = defineRoute({
  method: 'DELETE',
  path: '/connectors/{connector}',
  summary: 'Stops a connector and removes it. Its offsets stay.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 204: answer('The connector was removed.', null), 404: unknownConnector },
});

export const getConnectorConfig = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/config',
  summary: 'The configuration of a connector, as it was submitted.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: { 200: answer('The connector exists.', storedConfig), 404: unknownConnector },
});

export const putConnectorConfig = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/config',
  summary: 'Creates a connector, or replaces the configuration of an existing one.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: submittedConfig,
  responses: {
    200: answer('The configuration was replaced.', connectorInfo),
    201: created('The connector was created.', connectorInfo),
    400: invalidConfig,
    500: failure('The configuration was stored but the connector did not start.'),
  },
});

export const patchConnectorConfig = defineRoute({
  method: 'PATCH',
  path: '/connectors/{connector}/config',
  summary:
    'Changes a part of the configuration of a connector: what is given is set, `null` removes a key, the rest stays.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: submittedConfig,
  responses: {
    200: answer('The configuration was changed.', connectorInfo),
    400: invalidConfig,
    404: unknownConnector,
    500: failure('The configuration was stored but the connector did not start.'),
  },
});

export const getConnectorStatus = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/status',
  summary: 'The state of a connector and of its tasks; with `expand=health` also how they are beside it.',
  pathParams: { connector: connectorName },
  query: { expand: expandHealth },
  requestBody: null,
  responses: {
    200: answer('A state is known.', connectorStateInfo),
    404: failure('No state of such a connector is known.'),
  },
});
