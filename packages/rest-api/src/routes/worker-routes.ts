import { clusterInfo, serverInfo, workerHealth } from '../bodies/worker-bodies.ts';
import { answer, defineRoute } from '../route/route.ts';

export const getServerInfo = defineRoute({
  method: 'GET',
  path: '/',
  summary: 'The version of the worker and the id of the Kafka cluster it uses.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: { 200: answer('Always.', serverInfo) },
});

export const getHealth = defineRoute({
  method: 'GET',
  path: '/health',
  summary: 'Whether the worker has started and handles requests.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: {
    200: answer('The worker handles requests.', workerHealth),
    500: answer('The worker has started and does not handle requests in time.', workerHealth),
    503: answer('The worker is still starting.', workerHealth),
  },
});

export const getCluster = defineRoute({
  method: 'GET',
  path: '/admin/cluster',
  summary:
    'The workers of the cluster with what they have, and the last rebalances of this worker with what they came from.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: { 200: answer('Always.', clusterInfo) },
});
