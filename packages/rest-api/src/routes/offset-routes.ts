import { connectorOffsets, offsetsMessage } from '../bodies/offset-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { connectorName } from './path-params.ts';

const unknownConnector = failure('There is no connector of this name.');
const notPossible = failure('The connector is not stopped, or the request makes no sense.');
const notModified = failure('The connector refuses the offsets, or they could not be stored.');

export const getConnectorOffsets = defineRoute({
  method: 'GET',
  path: '/connectors/{connector}/offsets',
  summary: 'Where a connector is: its source offsets, or the committed offsets of its consumer group.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    200: answer('The connector exists.', connectorOffsets),
    404: unknownConnector,
    500: failure('The offsets could not be read.'),
  },
});

export const patchConnectorOffsets = defineRoute({
  method: 'PATCH',
  path: '/connectors/{connector}/offsets',
  summary:
    'Alters the offsets of a stopped connector; a `null` offset resets that partition. For a sink, `kafka_timestamp` in place of `kafka_offset` is the first record that is not older.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: connectorOffsets,
  responses: {
    200: answer('The offsets were altered.', offsetsMessage),
    400: notPossible,
    404: unknownConnector,
    500: notModified,
  },
});

export const deleteConnectorOffsets = defineRoute({
  method: 'DELETE',
  path: '/connectors/{connector}/offsets',
  summary: 'Resets all offsets of a stopped connector: it starts from the beginning.',
  pathParams: { connector: connectorName },
  query: {},
  requestBody: null,
  responses: {
    200: answer('The offsets were reset.', offsetsMessage),
    400: notPossible,
    404: unknownConnector,
    500: notModified,
  },
});
