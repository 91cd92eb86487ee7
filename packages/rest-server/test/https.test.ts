import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { readRestTls } from '@sluice/runtime';
import {
  findJava,
  makeCertificates,
  makeTempFolder,
  runProgram,
  type Certificates,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestServerOptions } from '../src/index.ts';
import { openConnection } from '../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let folder: TempFolder;
let certificates: Certificates;
let server: TestServer | undefined;

beforeAll(async () => {
  folder = await makeTempFolder('https-test');
  certificates = await makeCertificates(folder.path);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(() => folder?.remove());

const pem = (): Record<string, string> => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': certificates.server,
});
const trusting = (): Record<string, string> => ({
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': certificates.ca,
});
const under = (prefix: string, properties: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [prefix + key, value]));

async function start(
  properties: Record<string, string>,
  options: Partial<RestServerOptions> = {},
): Promise<TestServer> {
  const tls = await readRestTls(properties, 'listeners.https.');
  const hasAdmins = options.adminListeners !== undefined;
  const adminTls = hasAdmins ? await readRestTls(properties, 'admin.listeners.https.') : null;
  server = await startTestServer({ listeners: ['https://127.0.0.1:0'], tls, adminTls, ...options });
  return server;
}

async function get(url: string, options: RequestOptions = {}): Promise<string> {
  const ca = readFileSync(certificates.ca);
  const sent = request(url, { ca, agent: false, ...options }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return `${response.statusCode} ${await text(response)}`;
}

/** How Node names the end that the other side puts to a connection, in or after the handshake. */
const refusedByTls = expect.stringMatching(/^ECONNRESET$|^EPIPE$|^EPROTO$|^ERR_SSL_/) as string;

const pairOf = (file: string): RequestOptions => ({ key: readFileSync(file), cert: readFileSync(file) });

async function keytool(...args: readonly string[]): Promise<void> {
  const { command } = await findJava();
  const { exitCode, stdout, stderr } = await runProgram(join(dirname(command), 'keytool'), args);
  if (exitCode !== 0) throw new Error(`keytool ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

describe('a listener with HTTPS', () => {
  it('answers by the certificate of a PEM store', async () => {
    const { url, advertisedUrl } = await start(pem());
    expect(await get(`${url}/connectors`)).toBe('200 []');
    expect(advertisedUrl).toBe(`${url}/`);
  });

  it.each(['PKCS12', 'JKS'])('answers by the certificate of a %s store that keytool made', async (type) => {
    const store = join(folder.path, `server.${type}`);
    const passwords = ['-storepass', 'key-secret', '-keypass', 'key-secret'];
    const names = ['-alias', 'me', '-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1', '-keyalg', 'EC'];
    await keytool('-genkeypair', ...names, '-storetype', type, '-keystore', store, ...passwords);
    const certificate = join(folder.path, `server.${type}.pem`);
    await keytool(
      '-exportcert',
      '-rfc',
      '-alias',
      'me',
      '-keystore',
      store,
      ...passwords.slice(0, 2),
      '-file',
      certificate,
    );
    const { url } = await start({
      'ssl.keystore.type': type,
      'ssl.keystore.location': store,
      'ssl.keystore.password': 'key-secret',
      'ssl.key.password': 'key-secret',
    });
    expect(await get(`${url}/connectors`, { ca: readFileSync(certificate) })).toBe('200 []');
  });

  it('stands beside one with HTTP, and others are told of that', async () => {
    const { url, advertisedUrl } = await start(pem(), {
      listeners: ['https://127.0.0.1:0', 'http://127.0.0.1:0'],
    });
    expect(await get(`${url}/`)).toMatch(/^200 /);
    expect(advertisedUrl).toMatch(/^http:\/\//);
    expect((await fetch(advertisedUrl)).status).toBe(200);
  });

  it('says in a location that it speaks HTTPS', async () => {
    const { url } = await start(pem());
    const sent = request(`${url}/connectors`, {
      ca: readFileSync(certificates.ca),
      agent: false,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    }).end(JSON.stringify({ name: 'c', config: { 'connector.class': 'X' } }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    await text(response);
    expect(response.headers.location).toBe(`${url}/connectors/c`);
  });

  it('ends a connection that is no TLS, and goes on', async () => {
    const { url, port } = await start(pem());
    const socket = await openConnection(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await text(socket)).not.toContain('HTTP/1.1 200');
    expect(await get(`${url}/connectors`)).toBe('200 []');
  });

  it('speaks only the versions of TLS that are enabled', async () => {
    const { url } = await start({ ...pem(), 'ssl.enabled.protocols': 'TLSv1.3' });
    expect(await get(`${url}/connectors`, { minVersion: 'TLSv1.3' })).toBe('200 []');
    await expect(get(`${url}/connectors`, { maxVersion: 'TLSv1.2' })).rejects.toMatchObject({
      code: refusedByTls,
    });
  });
});

describe('the settings of HTTPS', () => {
  it('are those with the prefix alone where there is any', async () => {
    const { url } = await start({
      ...under('listeners.https.', pem()),
      'ssl.keystore.location': '/no/such/file',
      'ssl.client.auth': 'required',
    });
    expect(await get(`${url}/connectors`)).toBe('200 []');
  });

  it('name the key and the file of a store that cannot be read', async () => {
    const properties = under('listeners.https.', { ...pem(), 'ssl.keystore.location': '/no/such/file.pem' });
    await expect(readRestTls(properties, 'listeners.https.')).rejects.toMatchObject({
      name: 'ConfigError',
      key: 'listeners.https.ssl.keystore.location',
      message: expect.stringMatching(
        /^Invalid value \/no\/such\/file\.pem for configuration listeners\.https\.ssl\.keystore\.location: The file cannot be read/,
      ),
    });
    const wrongType = { ...pem(), 'ssl.keystore.type': 'JKS' };
    await expect(readRestTls(wrongType, 'listeners.https.')).rejects.toThrow('set ssl.keystore.type=PEM');
    await expect(readRestTls({ 'listeners.https.ssl.client.auth': 'x' }, 'listeners.https.')).rejects.toThrow(
      'Invalid value x for configuration listeners.https.ssl.client.auth: String must be one of: required, requested, none',
    );
  });

  it('are their own for listeners of administrators', async () => {
    const { adminUrl } = await start(
      {
        ...pem(),
        ...under('admin.listeners.https.', { ...pem(), ...trusting(), 'ssl.client.auth': 'required' }),
      },
      { adminListeners: ['https://127.0.0.1:0'] },
    );
    await expect(get(`${adminUrl}/admin/loggers`)).rejects.toMatchObject({ code: refusedByTls });
    expect(await get(`${adminUrl}/admin/loggers`, pairOf(certificates.client))).toMatch(/^200 /);
  });
});

describe('the certificate of a client', () => {
  const start2 = (clientAuth: string): Promise<TestServer> =>
    start({ ...pem(), ...trusting(), 'ssl.client.auth': clientAuth });
  const foreign = async (): Promise<RequestOptions> => {
    const other = await makeTempFolder('https-other');
    try {
      return pairOf((await makeCertificates(other.path)).client);
    } finally {
      await other.remove();
    }
  };

  it('is demanded where it is required, and has to be of a trusted authority', async () => {
    const { url } = await start2('required');
    expect(await get(`${url}/connectors`, pairOf(certificates.client))).toBe('200 []');
    await expect(get(`${url}/connectors`)).rejects.toMatchObject({ code: refusedByTls });
    await expect(get(`${url}/connectors`, await foreign())).rejects.toMatchObject({ code: refusedByTls });
  });

  it('may be missing where it is requested, but not be of an authority that is not trusted', async () => {
    const { url } = await start2('requested');
    expect(await get(`${url}/connectors`)).toBe('200 []');
    expect(await get(`${url}/connectors`, pairOf(certificates.client))).toBe('200 []');
    await expect(get(`${url}/connectors`, await foreign())).rejects.toMatchObject({ code: refusedByTls });
  });

  it('is not looked at where none is asked for', async () => {
    const { url } = await start2('none');
    expect(await get(`${url}/connectors`, await foreign())).toBe('200 []');
  });
});
