import { connectorTopics } from '../bodies/connector-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { connectorName } from './path-params.ts';

export const getConnectorTopics = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/topics',
  summary:
    'The topics that a connector has worked with since it was created or they were reset; none for unknown ones.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    200: answer('Topics are tracked.', connectorTopics),
    403: failure('Topics are not tracked.'),
  },
});

export const resetConnectorTopics = defineRoute({
  method: 'PUT',
  path: '/connectors/{connector}/topics/reset',
  summary: 'Forgets the topics that a connector has worked with; those still in use are noticed anew.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    202: answer('The topics are forgotten.', null),
    403: failure('Topics are not tracked, or that is not allowed.'),
  },
});
