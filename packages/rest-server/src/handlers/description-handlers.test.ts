import { openApiDocument, routes } from '@sluice/rest-api';
import { expect, it } from 'vitest';
import { sendRaw } from '../../testing/raw-http.ts';
import { startTestServer } from '../../testing/test-server.ts';

it('the description of the API is an OpenAPI document with every route', async () => {
  const server = await startTestServer();
  const { status, headers, body } = await sendRaw(server.port, { method: 'GET', path: '/openapi.json' });
  await server.stop();
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(body)).toEqual(openApiDocument(routes));
});
