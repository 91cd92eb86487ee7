import { afterEach, describe, expect, it } from 'vitest';
import { parseHeaderRules } from '@sluice/runtime';
import { sendRaw, type RawRequest, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

afterEach(() => server.stop());

const get = (path: string, headers: RawRequest['headers'] = {}, port = server.port): Promise<RawResponse> =>
  sendRaw(port, { method: 'GET', path, headers });

describe('listeners of administrators', () => {
  const adminPort = (): number => Number(new URL(server.adminUrl ?? '').port);

  it('have the routes of administrators, and nothing else', async () => {
    server = await startTestServer({ adminListeners: ['http://127.0.0.1:0'] });
    expect((await get('/admin/loggers', {}, adminPort())).status).toBe(200);
    for (const path of ['/', '/health', '/connectors', '/metrics', '/nowhere']) {
      expect((await get(path, {}, adminPort())).status).toBe(404);
    }
    expect((await get('/admin/loggers')).status).toBe(404);
    expect((await get('/admin/plugins/broken')).status).toBe(404);
    const options = await sendRaw(server.port, { method: 'OPTIONS', path: '/admin/loggers' });
    expect(options.status).toBe(404);
    expect((await get('/connectors')).status).toBe(200);
  });

  it('have none of the headers that the settings add elsewhere', async () => {
    server = await startTestServer({
      adminListeners: ['http://127.0.0.1:0'],
      crossOrigin: { origins: '*', methods: '' },
      headerRules: parseHeaderRules('set X-Extra: 1'),
    });
    const { headers } = await get('/admin/loggers', { Origin: 'http://a.example' }, adminPort());
    expect(headers).not.toHaveProperty('x-extra');
    expect(headers).not.toHaveProperty('vary');
  });

  it('are not there when the list is empty, nor is what they would serve', async () => {
    server = await startTestServer({ adminListeners: [] });
    expect(server.adminUrl).toBeNull();
    expect((await get('/admin/loggers')).status).toBe(404);
    expect((await get('/connectors')).status).toBe(200);
  });
});

describe('answers for pages of other origins', () => {
  it('name the origin that may read them, on failures too', async () => {
    server = await startTestServer({ crossOrigin: { origins: 'http://a[.]example', methods: 'GET,PUT' } });
    const allowed = { vary: 'Origin', 'access-control-allow-origin': 'http://a.example' };
    for (const path of ['/connectors', '/connectors/nobody', '/nowhere', '/connectors//x']) {
      expect((await get(path, { Origin: 'http://a.example' })).headers).toMatchObject(allowed);
    }
    const { headers } = await get('/connectors', { Origin: 'http://b.example' });
    expect(headers).toMatchObject({ vary: 'Origin' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('to a browser that asks beforehand are those of OPTIONS, with what is allowed', async () => {
    server = await startTestServer({ crossOrigin: { origins: '*', methods: '' } });
    const headers = { Origin: 'http://a.example', 'Access-Control-Request-Method': 'POST' };
    const {
      status,
      body,
      headers: received,
    } = await sendRaw(server.port, {
      method: 'OPTIONS',
      path: '/connectors',
      headers,
    });
    expect([status, body]).toEqual([200, 'HEAD, POST, GET, OPTIONS']);
    expect(received).toMatchObject({
      'access-control-allow-origin': 'http://a.example',
      'access-control-allow-methods': 'GET,POST,HEAD',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': '60',
    });
  });
});

describe('headers that the settings add', () => {
  it('are on every answer, and give way to what an operation sets itself', async () => {
    const rules =
      'set X-Frame-Options: DENY, "add Cache-Control: no-cache, no-store", add Cache-Control: private';
    server = await startTestServer({ headerRules: parseHeaderRules(`${rules}, set Content-Type: text/x`) });
    for (const path of ['/', '/nowhere', '/connectors/nobody']) {
      expect((await get(path)).headers).toMatchObject({
        'x-frame-options': 'DENY',
        'cache-control': 'private',
      });
    }
    expect((await get('/')).headers['content-type']).toBe('application/json');
    const response = await fetch(`${server.url}/`);
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store, private');
  });

  it('may be dates from now on', async () => {
    server = await startTestServer({ headerRules: parseHeaderRules('setDate Expires: 60000') });
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { headers } = await get('/');
    const expiresMs = Date.parse(headers['expires'] ?? '');
    expect(expiresMs).toBeGreaterThanOrEqual(before + 60_000);
    expect(expiresMs).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(headers['expires']).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
  });
});
