import { routes, type Route } from '@sluice/rest-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchange, sendRaw, type RawRequest, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  await send({
    method: 'PUT',
    path: '/connectors/fs/config',
    headers: { 'Content-Type': 'application/json' },
    body: '{"connector.class":"TestSource"}',
  });
});
afterAll(() => server.stop());

function send(request: RawRequest): Promise<RawResponse> {
  return sendRaw(server.port, request);
}

function get(path: string, headers: Record<string, string> = {}): Promise<RawResponse> {
  return send({ method: 'GET', path, headers });
}

function errorBody(status: number, message: string): string {
  return JSON.stringify({ error_code: status, message });
}

/** What the router itself refuses with: a JSON body without a content type. */
function refused(status: number, text: string) {
  return { status, body: errorBody(status, `HTTP ${status} ${text}`), contentType: undefined };
}

async function outcome(response: Promise<RawResponse>) {
  const { status, body, headers } = await response;
  return { status, body, contentType: headers['content-type'] };
}

const examplePath = (path: string) =>
  path.replace('{connector}', 'fs').replace('{task}', '0').replace('{plugin}', 'x').replace('{logger}', 'x');
const declared: Route[] = Object.values(routes);
const paths = [...new Set(declared.map(({ path }) => path))];

describe('the routes', () => {
  it.each(declared.map(({ method, path }) => [method, path] as const))(
    '%s %s is served',
    async (method, path) => {
      const { headers, status } = await send({ method, path: examplePath(path) });
      const mediaType = headers['content-type'] ?? '';
      const isRouted =
        status === 204 || status === 202 || /^application\/(json|x-ndjson)|version=0/.test(mediaType);
      expect(isRouted, `status ${status}`).toBe(true);
    },
  );

  it.each(paths)('%s is served with its verbs and no others', async (path) => {
    const own = declared.filter((route) => route.path === path).map(({ method }): string => method);
    const served = own.includes('GET') ? [...own, 'HEAD'] : own;
    const others = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'].filter(
      (method) => !served.includes(method),
    );
    const statuses = await Promise.all(
      others.map(async (method) => (await send({ method, path: examplePath(path) })).status),
    );
    expect(statuses).toEqual(others.map(() => 405));
  });

  it.each([
    '/nope',
    '/Connectors',
    '/connectors/fs/nope',
    '/connectors/fs/tasks-config',
    '/connectors/fs/tasks/0',
    '/connectors/fs/offset',
    '/connectors/fs/topics/x',
    '/connector-plugins/x',
    '/connectors/fs/../fs',
  ])('%s names nothing', async (path) => {
    await expect(outcome(get(path))).resolves.toEqual(refused(404, 'Not Found'));
  });
});

describe('paths', () => {
  it.each([
    '/connectors/fs/',
    '/connectors/f%73',
    '/connectors/fs;x=y',
    '/connectors;v=1/fs;x=y/?unknown=1',
    'http://other:99/connectors/fs',
  ])('%s is the connector', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ name: 'fs' });
  });

  it.each([
    ['a+b', 'a+b'],
    ['a%2Bb', 'a+b'],
    ['a%20b', 'a b'],
    ['a%3Bb', 'a;b'],
    ['a%3Fb%23c', 'a?b#c'],
    ['a%C3%A9', 'aé'],
    ['.', '.'],
    ['..', '..'],
    ['x'.repeat(2000), 'x'.repeat(2000)],
  ])('/connectors/%s looks up %s', async (segment, name) => {
    await expect(outcome(get(`/connectors/${segment}`))).resolves.toEqual({
      status: 404,
      body: errorBody(404, `Connector ${name} not found`),
      contentType: 'application/json',
    });
  });

  it.each([
    ['/connectors//', 'Ambiguous path: it contains an empty segment (//)'],
    ['/connectors/a%2Fb', 'Ambiguous path: it contains an encoded slash (%2F)'],
    ['/connectors/a%25b', 'Ambiguous path: it contains an encoded percent sign (%25)'],
    ['/connectors/%2e%2e/connectors', 'Ambiguous path: it contains an encoded dot segment'],
    ['/connectors/a%zz', 'Malformed path: it contains a percent sign without two hexadecimal digits'],
    ['/connectors/a%FF', 'Malformed path: its percent-encoded bytes are not UTF-8'],
    ['/nope/%', 'Malformed path: it contains a percent sign without two hexadecimal digits'],
    ['/connectors/a{b}', 'Malformed path: it contains a character that must be percent-encoded'],
  ])('%s is a 400 that says why', async (path, message) => {
    await expect(outcome(get(path))).resolves.toEqual({
      status: 400,
      body: errorBody(400, message),
      contentType: 'application/json',
    });
  });

  it.each(['abc', '1.0', '99999999999', '%20'])('the task %s names nothing', async (task) => {
    await expect(outcome(get(`/connectors/fs/tasks/${task}/status`))).resolves.toEqual({
      ...refused(404, 'Not Found'),
      contentType: 'application/json',
    });
  });

  it.each(['0', '00', '+0', '%30'])('the task %s is number 0', async (task) => {
    const { body } = await get(`/connectors/fs/tasks/${task}/status`);
    expect(JSON.parse(body)).toMatchObject({ id: 0 });
  });
});

describe('verbs', () => {
  it('HEAD answers like GET, without the body', async () => {
    const [head, body] = await Promise.all([
      send({ method: 'HEAD', path: '/connectors' }),
      get('/connectors'),
    ]);
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe(String(body.body.length));
    expect(head.headers['content-type']).toBe('application/json');
  });

  it('HEAD of what does not exist is a 404 without a body', async () => {
    await expect(send({ method: 'HEAD', path: '/connectors/x' })).resolves.toMatchObject({
      status: 404,
      body: '',
    });
    await expect(send({ method: 'HEAD', path: '/nope' })).resolves.toMatchObject({ status: 404, body: '' });
  });

  it('a verb that the path does not have is a 405 without a content type', async () => {
    await expect(outcome(send({ method: 'PUT', path: '/connectors' }))).resolves.toEqual(
      refused(405, 'Method Not Allowed'),
    );
    await expect(outcome(get('/connectors/fs/tasks/abc/restart'))).resolves.toEqual(
      refused(405, 'Method Not Allowed'),
    );
  });

  it('a verb that nobody knows is a 405 too', async () => {
    const { status, body } = await send({ method: 'FOO', path: '/connectors' });
    expect({ status, body }).toEqual({ status: 405, body: errorBody(405, 'HTTP 405 Method Not Allowed') });
  });

  it.each([
    ['/', 'HEAD, GET, OPTIONS'],
    ['/connectors', 'HEAD, POST, GET, OPTIONS'],
    ['/connectors/nope', 'HEAD, DELETE, GET, OPTIONS'],
    ['/connectors/fs/config/', 'HEAD, GET, OPTIONS, PUT, PATCH'],
    ['/connectors/fs/restart', 'POST, OPTIONS'],
    ['/connectors/fs/pause', 'OPTIONS, PUT'],
    ['/connectors/fs/tasks/abc/status', 'HEAD, GET, OPTIONS'],
  ])('OPTIONS %s lists %s', async (path, list) => {
    const { status, headers, body } = await send({ method: 'OPTIONS', path });
    expect({ status, body }).toEqual({ status: 200, body: list });
    expect(headers).toMatchObject({ 'content-type': 'text/plain', allow: list.replaceAll(' ', '') });
  });

  it('OPTIONS of what does not exist is a 404', async () => {
    await expect(outcome(send({ method: 'OPTIONS', path: '/nope' }))).resolves.toEqual(
      refused(404, 'Not Found'),
    );
    await expect(outcome(send({ method: 'OPTIONS', path: '*' }))).resolves.toEqual(refused(404, 'Not Found'));
  });
});

describe('media types', () => {
  const jsonBody = '{"name":"n","config":{}}';
  const unsupported = refused(415, 'Unsupported Media Type');

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['application/json+x'],
    ['*/*'],
    ['garbage'],
  ])('a body of the type %s is a 415', async (type) => {
    const headers = { 'Content-Type': type };
    await expect(
      outcome(send({ method: 'POST', path: '/connectors', headers, body: jsonBody })),
    ).resolves.toEqual(unsupported);
  });

  it('a body without a type is a 415 where a body is wanted', async () => {
    await expect(outcome(send({ method: 'POST', path: '/connectors', body: jsonBody }))).resolves.toEqual({
      ...unsupported,
      contentType: 'application/json',
    });
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'a body of the type %s is read',
    async (type) => {
      const response = await send({
        method: 'POST',
        path: '/connectors',
        headers: { 'Content-Type': type },
        body: jsonBody,
      });
      expect(response.body).toBe(errorBody(400, 'Connector config {name=n} contains no connector type'));
    },
  );

  it('a wrong type is a 415 also where no body is wanted', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    await expect(outcome(send({ method: 'PUT', path: '/connectors/fs/resume', headers }))).resolves.toEqual(
      unsupported,
    );
    await expect(
      outcome(send({ method: 'DELETE', path: '/connectors/x', headers, body: 'x' })),
    ).resolves.toEqual(unsupported);
  });

  it('a body that nobody wants is not looked at', async () => {
    await expect(send({ method: 'PUT', path: '/connectors/fs/resume', body: 'x' })).resolves.toMatchObject({
      status: 202,
    });
    await expect(
      send({
        method: 'PUT',
        path: '/connectors/fs/resume',
        headers: { 'Content-Type': 'application/json' },
        body: '{',
      }),
    ).resolves.toMatchObject({ status: 202 });
  });

  it('an Accept header without JSON is a 406', async () => {
    await expect(outcome(get('/connectors', { Accept: 'text/html' }))).resolves.toEqual(
      refused(406, 'Not Acceptable'),
    );
    await expect(outcome(get('/connectors/x', { Accept: 'text/html' }))).resolves.toEqual(
      refused(406, 'Not Acceptable'),
    );
  });

  it('the path comes before the verb, the verb before the types, the type of the body before that of the answer', async () => {
    const headers = { Accept: 'text/html', 'Content-Type': 'text/plain' };
    const statuses = await Promise.all(
      [
        ['POST', '/nope'],
        ['PUT', '/connectors'],
        ['POST', '/connectors'],
      ].map(async ([method = '', path = '']) => (await send({ method, path, headers, body: 'x' })).status),
    );
    expect(statuses).toEqual([404, 405, 415]);
  });
});

describe('bytes that are no request', () => {
  it.each([
    ['garbage\r\n\r\n', 400, 'HTTP 400 Bad Request'],
    ['GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'HTTP 400 Bad Request'],
    [
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
      431,
      'HTTP 431 Request Header Fields Too Large',
    ],
  ])('%j are answered and the connection ends', async (bytes, status, message) => {
    const response = await exchange(server.port, Buffer.from(bytes, 'latin1'));
    expect({ status: response.status, body: response.body }).toEqual({
      status,
      body: errorBody(status, message),
    });
  });

  it('a request of HTTP/1.0 without a Host is served, and its connector located by the address of the server', async () => {
    const body = '{"name":"old","config":{"connector.class":"X"}}';
    const head = `POST /connectors HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const response = await exchange(server.port, Buffer.from(head + body));
    expect(response.status).toBe(201);
    expect(response.headers['location']).toBe(`http://127.0.0.1:${server.port}/connectors/old`);
  });
});
