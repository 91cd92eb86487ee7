import { answer, defineRoute } from '../route/route.ts';
import { json, map } from '../shape/shape.ts';

export const getOpenApi = defineRoute({
  method: 'GET',
  path: '/openapi.json',
  summary: 'This API, described by OpenAPI 3.1. Not a route of Java workers.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: { 200: answer('Always.', map(json)) },
});
