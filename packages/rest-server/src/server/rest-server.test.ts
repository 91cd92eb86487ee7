import { createRestClient, RestError, routes } from '@sluice/rest-api';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryObserver } from '../../testing/memory-observer.ts';
import { nextBytes, openConnection, sendRaw } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const started: TestServer[] = [];

async function start(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(options);
  started.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

async function get(server: TestServer, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, body: await response.json() };
}

describe('a server whose worker still starts', () => {
  it('tells its health at once and answers 503 to the rest', async () => {
    const server = await start({ attached: false });
    const starting = 'Worker is still starting up.';
    await expect(get(server, '/health')).resolves.toEqual({
      status: 503,
      body: { status: 'starting', message: starting },
    });
    await expect(get(server, '/connectors')).resolves.toEqual({
      status: 503,
      body: { error_code: 503, message: starting },
    });
    await expect(get(server, '/nope')).resolves.toMatchObject({ status: 404 });
  });

  it('serves requests as soon as a herder is attached', async () => {
    const server = await start({ attached: false });
    server.attach(server.herder, new MemoryObserver());
    await expect(get(server, '/connectors')).resolves.toEqual({ status: 200, body: [] });
  });
});

describe('health', () => {
  it('says what the worker is doing while it is not ready', async () => {
    const server = await start();
    server.herder.isReady = false;
    server.herder.stage = 'The worker is currently awaiting startup.';
    expect(JSON.parse((await sendRaw(server.port, { method: 'GET', path: '/health' })).body)).toEqual({
      status: 'starting',
      message: 'Worker is still starting up. The worker is currently awaiting startup.',
    });
  });

  it('is starting until the herder is ready', async () => {
    const server = await start();
    server.herder.isReady = false;
    await expect(get(server, '/health')).resolves.toMatchObject({
      status: 503,
      body: { status: 'starting' },
    });
    await expect(get(server, '/connectors')).resolves.toMatchObject({ status: 200 });
  });

  it('is bad when the herder does not answer in time', async () => {
    const server = await start({ healthTimeoutMs: 20 });
    const release = server.herder.hold();
    await expect(get(server, '/health')).resolves.toEqual({
      status: 500,
      body: {
        status: 'unhealthy',
        message: 'Worker was unable to handle this request and may be unable to handle other requests.',
      },
    });
    server.herder.isReady = false;
    await expect(get(server, '/health')).resolves.toMatchObject({
      status: 503,
      body: { status: 'starting' },
    });
    release();
  });

  it('is bad when the herder fails', async () => {
    const server = await start();
    server.herder.failNext(new Error('broken'));
    await expect(get(server, '/health')).resolves.toMatchObject({
      status: 500,
      body: { status: 'unhealthy' },
    });
  });
});

describe('a request that takes too long', () => {
  it.each([
    ['PUT', '/connectors/c/config', 'Request timed out. The worker is currently busy.'],
    [
      'PUT',
      '/connector-plugins/TestSource/config/validate',
      'Request timed out. The worker is currently busy',
    ],
  ])('%s %s is told what the worker is doing', async (method, path, message) => {
    const server = await start({ requestTimeoutMs: 20 });
    server.herder.stage = 'The worker is currently busy.';
    const release = server.herder.hold();
    const headers = { 'Content-Type': 'application/json' };
    const body = '{"connector.class":"TestSource"}';
    const response = await sendRaw(server.port, { method, path, headers, body });
    expect(JSON.parse(response.body)).toEqual({ error_code: 500, message });
    release();
  });

  it('is answered with a 500, and is carried out all the same', async () => {
    const server = await start({ requestTimeoutMs: 20 });
    const release = server.herder.hold();
    const request = {
      method: 'PUT',
      path: '/connectors/c/config',
      headers: { 'Content-Type': 'application/json' },
    };
    const response = await sendRaw(server.port, { ...request, body: '{"connector.class":"X"}' });
    expect(response).toMatchObject({ status: 500, body: '{"error_code":500,"message":"Request timed out"}' });
    release();
    await expect.poll(() => server.herder.connectors()).toEqual(['c']);
  });

  it('may fail later without anybody waiting for it', async () => {
    const server = await start({ requestTimeoutMs: 20 });
    const release = server.herder.hold();
    server.herder.failNext(new Error('too late'));
    await expect(get(server, '/connectors')).resolves.toMatchObject({ status: 500 });
    release();
    await expect(get(server, '/connectors')).resolves.toEqual({ status: 200, body: [] });
  });
});

describe('the client of the routes', () => {
  it('creates, reads and deletes a connector', async () => {
    const server = await start();
    const client = createRestClient({ baseUrl: server.url });
    const body = { name: 'a b', config: { 'connector.class': 'X', n: '1' } };
    const info = await client.call(routes.createConnector, { body });
    expect(info.config).toEqual({ 'connector.class': 'X', n: '1', name: 'a b' });
    await expect(client.call(routes.getConnector, { connector: 'a b' })).resolves.toEqual(info);
    await expect(client.call(routes.deleteConnector, { connector: 'a b' })).resolves.toBeNull();
    await expect(client.call(routes.getConnector, { connector: 'a b' })).rejects.toEqual(
      new RestError('Connector a b not found', { status: 404, errorCode: 404 }),
    );
  });
});

describe('the request log', () => {
  it('has one line for each request, with its parts as fields', async () => {
    const server = await start();
    await get(server, '/connectors?expand=info');
    await get(server, '/connectors/x');
    await expect.poll(() => server.logged.length).toBe(2);
    expect(server.logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info Answered a REST request',
      'info Answered a REST request',
    ]);
    expect(server.logged[0]?.fields).toEqual({
      method: 'GET',
      url: '/connectors?expand=info',
      status: 200,
      durationMs: expect.any(Number) as number,
      remoteAddress: '127.0.0.1',
    });
    expect(server.logged[1]?.fields).toMatchObject({ url: '/connectors/x', status: 404 });
  });
});

describe('listening', () => {
  it('binds a free port where port 0 is asked for and advertises it', async () => {
    const server = await start({ advertisedHost: 'worker-1' });
    expect(server.port).toBeGreaterThan(0);
    expect(server.advertisedUrl).toBe(`http://worker-1:${server.port}/`);
    expect(server.workerId).toBe(`worker-1:${server.port}`);
  });

  it('serves all interfaces when the host is empty', async () => {
    const server = await start({ listeners: ['http://:0'] });
    const port = Number(server.advertisedUrl.split(':')[2]?.replace('/', ''));
    expect(server.url).toBe(`http://localhost:${port}`);
    await expect(sendRaw(port, { method: 'GET', path: '/connectors' })).resolves.toMatchObject({
      status: 200,
    });
  });

  it('serves every listener', async () => {
    const server = await start({ listeners: ['http://127.0.0.1:0', 'http://localhost:0'] });
    await expect(get(server, '/connectors')).resolves.toEqual({ status: 200, body: [] });
  });

  it('names the listener and what to do when the port is in use, and leaves nothing open', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await expect.poll(() => blocker.listening).toBe(true);
    const { port } = blocker.address() as { port: number };
    const failure = start({ listeners: ['http://127.0.0.1:0', `http://127.0.0.1:${port}`] });
    await expect(failure).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message:
        `Cannot listen on http://127.0.0.1:${port}: the port is in use. ` +
        "Stop what listens there, perhaps another worker, or choose another port with 'listeners'.",
    });
    blocker.close();
  });

  it('says that the host is not one of this machine', async () => {
    await expect(start({ listeners: ['http://192.0.2.1:0'] })).rejects.toMatchObject({
      code: 'LISTENER_FAILED',
      message: /^Cannot listen on http:\/\/192\.0\.2\.1:0: the host is no address of this machine/,
    });
  });

  it('refuses https without a certificate to show', async () => {
    await expect(start({ listeners: ['https://127.0.0.1:0'] })).rejects.toMatchObject({
      name: 'ConfigError',
      key: 'listeners.https.ssl.keystore.location',
      message: expect.stringContaining('Listener https://127.0.0.1:0 has no certificate to show: set '),
    });
  });
});

describe('stopping', () => {
  it('lets running requests end, refuses new ones and closes the port', async () => {
    const server = await start();
    const release = server.herder.hold();
    const silent = await openConnection(server.port);
    const running = get(server, '/connectors');
    await expect.poll(() => server.herder.waiting).toBe(1);
    const stopped = server.stop();
    silent.write('GET /connectors HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect(nextBytes(silent)).resolves.toContain(
      '{"error_code":500,"message":"Worker is shutting down"}',
    );
    release();
    await expect(running).resolves.toEqual({ status: 200, body: [] });
    await stopped;
    await expect(openConnection(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not wait for connections that are kept alive or never asked anything', async () => {
    const server = await start({ stopTimeoutMs: 60_000 });
    const silent = await openConnection(server.port);
    const asked = await openConnection(server.port);
    asked.write('GET /connectors HTTP/1.1\r\nHost: a\r\n\r\n');
    await nextBytes(asked);
    const begunMs = performance.now();
    await server.stop();
    expect(performance.now() - begunMs).toBeLessThan(5000);
    await expect.poll(() => [silent.closed, asked.closed]).toEqual([true, true]);
  });

  it('does not wait longer than it may', async () => {
    const server = await start({ stopTimeoutMs: 20 });
    const release = server.herder.hold();
    const running = get(server, '/connectors').catch((error: unknown) => error);
    await expect.poll(() => server.herder.waiting).toBe(1);
    await server.stop();
    expect(await running).toBeInstanceOf(TypeError);
    release();
  });

  it('may be asked for twice', async () => {
    const server = await start();
    const release = server.herder.hold();
    const running = get(server, '/connectors');
    await expect.poll(() => server.herder.waiting).toBe(1);
    const stops = Promise.all([server.stop(), server.stop()]);
    release();
    await expect(running).resolves.toMatchObject({ status: 200 });
    await stops;
    await server.stop();
    await expect(openConnection(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
