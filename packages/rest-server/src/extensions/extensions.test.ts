import { BadRequestError, type RestExtension } from '@sluice/connect-api';
import { afterEach, describe, expect, it } from 'vitest';
import { sendRaw, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { ExtensionMaker } from './extension-set.ts';

let server: TestServer | undefined;
const events: string[] = [];

afterEach(async () => {
  await server?.stop();
  server = undefined;
  events.length = 0;
});

const extension = (parts: RestExtension, className = 'org.example.Extension'): ExtensionMaker => ({
  className,
  create: () => Promise.resolve(parts),
});

async function start(...extensions: ExtensionMaker[]): Promise<void> {
  server = await startTestServer({ extensions });
}

function ask(request: string, body?: string): Promise<RawResponse> {
  const [method = '', path = ''] = request.split(' ');
  return sendRaw(server?.port ?? 0, { method, path, ...(body === undefined ? {} : { body }) });
}

describe('extensions that guard the REST API', () => {
  it('are asked in their order until one refuses, before a body is looked at', async () => {
    const asked = (name: string, status: number | null): ExtensionMaker =>
      extension({
        authorize: ({ method, path, query, headers, remoteAddress }) => {
          events.push(`${name} ${method} ${path} ${query} ${String(headers['x-who'])} ${remoteAddress}`);
          if (status === null) return null;
          return { status, contentType: 'text/plain', headers: { 'X-By': name }, body: 'no' };
        },
      });
    await start(asked('a', null), asked('b', 403), asked('c', 500));
    const response = await sendRaw(server?.port ?? 0, {
      method: 'POST',
      path: '/connectors;x=y?q=1',
      headers: { 'Content-Type': 'application/json', 'X-Who': 'me' },
      body: 'no JSON',
    });
    expect(response).toMatchObject({ status: 403, body: 'no' });
    expect(response.headers).toMatchObject({ 'content-type': 'text/plain', 'x-by': 'b' });
    expect(events).toEqual(['a POST /connectors q=1 me 127.0.0.1', 'b POST /connectors q=1 me 127.0.0.1']);
    expect(server?.herder.asked).toEqual([]);
  });

  it('are not asked for what is not there, or of another media type', async () => {
    await start(extension({ authorize: () => ({ status: 403 }) }));
    const statuses = await Promise.all(
      ['GET /nowhere', 'PUT /connectors', 'GET /connectors'].map(
        async (request) => (await ask(request)).status,
      ),
    );
    expect(statuses).toEqual([404, 405, 403]);
    const html = await sendRaw(server?.port ?? 0, {
      method: 'GET',
      path: '/connectors',
      headers: { Accept: 'text/html' },
    });
    expect(html.status).toBe(406);
  });

  it('that fail are answered for by their errors, and let nothing through', async () => {
    await start(
      extension({
        authorize: ({ path }) => {
          if (path === '/') throw new BadRequestError('not like this');
          throw new TypeError('broken');
        },
      }),
    );
    expect(await ask('GET /')).toMatchObject({
      status: 400,
      body: JSON.stringify({ error_code: 400, message: 'not like this' }),
    });
    expect((await ask('GET /connectors')).status).toBe(500);
  });
});

describe('extensions with routes', () => {
  it('answer on them, and are guarded like all others', async () => {
    await start(
      extension({
        routes: [
          {
            method: 'PUT',
            path: '/teams/{team}/owner',
            handle: ({ pathParams, query, body }) => ({
              status: 201,
              body: JSON.stringify([pathParams['team'], query, Buffer.from(body).toString()]),
            }),
          },
          { method: 'GET', path: '/teams/{team}/owner', handle: () => Promise.resolve({ status: 204 }) },
        ],
      }),
      extension({ authorize: ({ query }) => (query === 'secret' ? { status: 401 } : null) }),
    );
    const created = await ask('PUT /teams/a%20b/owner?x=1', 'any text');
    expect(created).toMatchObject({ status: 201, body: '["a b","x=1","any text"]' });
    expect(created.headers['content-type']).toBe('application/json');
    expect((await ask('GET /teams/a/owner')).status).toBe(204);
    expect((await ask('GET /teams/a/owner?secret')).status).toBe(401);
    expect((await ask('DELETE /teams/a/owner')).status).toBe(405);
    expect((await ask('OPTIONS /teams/a/owner/')).body).toBe('HEAD, GET, OPTIONS, PUT');
  });

  it('do not take the place of what the worker has', async () => {
    const route = { method: 'GET', path: '/connectors', handle: () => ({ status: 200 }) } as const;
    await expect(start(extension({ routes: [route] }, 'org.example.Thief'))).rejects.toMatchObject({
      code: 'REST_EXTENSION_FAILED',
      message:
        'The REST extension org.example.Thief cannot be started: GET /connectors is a route of the worker, or of another extension',
    });
  });
});

describe('the life of an extension', () => {
  it('sees connectors once the worker is up, and is closed with it', async () => {
    let look: (() => Promise<unknown>) | undefined;
    await start({
      className: 'org.example.Watcher',
      create: async (cluster) => {
        await expect(cluster.connectors()).rejects.toThrow('Worker is still starting up.');
        look = async () => [
          cluster.kafkaClusterId(),
          await cluster.connectors(),
          await cluster.connector('c'),
          await cluster.connectorConfig('c'),
        ];
        return { close: () => void events.push('closed') };
      },
    });
    await sendRaw(server?.port ?? 0, {
      method: 'PUT',
      path: '/connectors/c/config',
      headers: { 'Content-Type': 'application/json' },
      body: '{"connector.class":"X"}',
    });
    expect(await look?.()).toEqual([
      'lS2DENPGRQGIBCGMnZYZOA',
      ['c'],
      { name: 'c', type: 'source', state: 'RUNNING', taskStates: new Map([[0, 'RUNNING']]) },
      { 'connector.class': 'X', name: 'c' },
    ]);
    await server?.stop();
    expect(events).toEqual(['closed']);
  });

  it('ends those before it when one cannot be made', async () => {
    const broken: ExtensionMaker = {
      className: 'org.example.Broken',
      create: () => Promise.reject(new Error('no license')),
    };
    await expect(start(extension({ close: () => void events.push('closed') }), broken)).rejects.toMatchObject(
      {
        code: 'REST_EXTENSION_FAILED',
        message: 'The REST extension org.example.Broken cannot be started: no license',
      },
    );
    expect(events).toEqual(['closed']);
  });
});
