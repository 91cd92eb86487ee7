import { defineRoute, plainText } from '../route/route.ts';

export const getMetrics = defineRoute({
  method: 'GET',
  path: '/metrics',
  summary: 'The metrics of this worker in the text format of Prometheus. Not a route of Java workers.',
  pathParams: {},
  query: {
    names: {
      kind: 'list',
      known: ['plain', 'rules'],
      doc: 'How metrics are called: as the JMX exporter does it without rules (`plain`, the default), or with its example rules for Kafka Connect (`rules`).',
    },
  },
  requestBody: null,
  responses: {
    200: plainText(
      'Always, and soon: of tasks that do not answer, with what was known last.',
      'text/plain; version=0.0.4; charset=utf-8',
    ),
  },
});
