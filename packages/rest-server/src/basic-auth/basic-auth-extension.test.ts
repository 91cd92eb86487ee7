import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw, type RawRequest, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { basicAuthExtension } from './basic-auth-extension.ts';

const kafkaOpts = process.env['KAFKA_OPTS'];
const warnings: string[] = [];
const log = { debug() {}, info() {}, warn: (_: unknown, text: string) => warnings.push(text), error() {} };
let folder: string;
let server: TestServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basic-auth-'));
  warnings.length = 0;
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  process.env['KAFKA_OPTS'] = kafkaOpts;
  if (kafkaOpts === undefined) delete process.env['KAFKA_OPTS'];
  rmSync(folder, { recursive: true });
});

const module = 'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A server that is guarded by a JAAS file; `<file>` in it stands for the file with credentials. */
async function start(jaas: string, credentials = 'ada: s3cr3t\nbob = p\\u00fc:x\n'): Promise<void> {
  const path = file('credentials', credentials);
  process.env['KAFKA_OPTS'] =
    `-Xmx1g "-Djava.security.auth.login.config=${file('jaas', jaas.replaceAll('<file>', path))}"`;
  await startGuarded();
}

async function startGuarded(): Promise<void> {
  const { className, createExtension } = basicAuthExtension;
  const create = async (cluster: Parameters<typeof createExtension>[1]['cluster']) =>
    createExtension({}, { cluster, properties: {}, log });
  server = await startTestServer({
    adminListeners: ['http://127.0.0.1:0'],
    extensions: [{ className, create }],
  });
}

const required = `KafkaConnect {\n ${module} required\n file="<file>";\n};\n`;
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

function ask(request: string, authorization?: string, port = server?.port ?? 0): Promise<RawResponse> {
  const [method = '', path = ''] = request.split(' ');
  const headers: RawRequest['headers'] = authorization === undefined ? {} : { Authorization: authorization };
  return sendRaw(port, { method, path, headers });
}
const statusOf = async (request: string, authorization?: string): Promise<number> =>
  (await ask(request, authorization)).status;

describe('basic authentication', () => {
  it('lets in who has a password of the file, and nobody else', async () => {
    await start(required);
    for (const good of [
      basic('ada:s3cr3t'),
      basic('ada:s3cr3t').replace('Basic', 'bAsIc'),
      basic('bob:pü:x'),
    ]) {
      expect(await statusOf('GET /connectors', good)).toBe(200);
    }
    const wrong = [basic('ada:other'), basic('ada:'), basic('eve:s3cr3t'), basic('ada'), basic(':s3cr3t')];
    for (const bad of [undefined, 'Bearer x', 'Basic', '', ...wrong]) {
      expect(await statusOf('GET /connectors', bad)).toBe(401);
    }
  });

  it('refuses in plain words, without asking for credentials', async () => {
    await start(required);
    const { status, headers, body } = await ask('GET /');
    expect([status, body]).toEqual([401, 'User cannot access the resource.']);
    expect(headers['content-type']).toBe('application/json');
    expect(headers).not.toHaveProperty('www-authenticate');
  });

  it('is a 400 for what is no Base64, where Java has a 500', async () => {
    await start(required);
    const { status, body } = await ask('GET /', 'Basic !!!');
    expect([status, JSON.parse(body)]).toEqual([
      400,
      { error_code: 400, message: 'Illegal base64 character 21' },
    ]);
    expect(await statusOf('GET /', 'Basic abc=d')).toBe(400);
    expect((await ask('GET /', 'Basic YWRhO')).body).toContain('Last unit does not have enough valid bits');
  });

  it('guards everything there is, also for OPTIONS, and tells everybody what is not there', async () => {
    await start(required);
    for (const path of ['/', '/health', '/connectors', '/connector-plugins', '/metrics']) {
      expect(await statusOf(`GET ${path}`)).toBe(401);
      expect(await statusOf(`OPTIONS ${path}`)).toBe(401);
    }
    expect(await statusOf('POST /connectors')).toBe(401);
    expect(await statusOf('GET /nowhere')).toBe(404);
    expect(await statusOf('DELETE /connectors')).toBe(405);
    const adminPort = Number(new URL(server?.adminUrl ?? '').port);
    expect((await ask('GET /admin/loggers', undefined, adminPort)).status).toBe(200);
  });

  it('lets everybody in when the file is empty, and warns of it', async () => {
    await start(required, '# nobody\n');
    expect(await statusOf('GET /connectors')).toBe(200);
    expect(warnings).toEqual(['The file with credentials is empty: everybody may use the REST API']);
  });

  it.each([
    ['no file', undefined],
    ['a file without the entry', 'Other { x.Y required; };'],
  ])('lets nobody in with %s', async (_what, jaas) => {
    if (jaas === undefined) delete process.env['KAFKA_OPTS'];
    if (jaas === undefined) await startGuarded();
    else await start(jaas);
    expect(await statusOf('GET /connectors', basic('ada:s3cr3t'))).toBe(401);
    expect(warnings[0]).toMatch(/^There is no JAAS entry for the REST API, so that nobody may use it/);
  });

  it('asks several modules as JAAS does', async () => {
    const other = file('other', 'eve=x\n');
    const entry = (first: string, second: string) =>
      `KafkaConnect { ${module} ${first} file="<file>"; ${module} ${second} file="${other}"; };`;
    const verdicts = async (jaas: string): Promise<number[]> => {
      await start(jaas);
      const statuses = [
        await statusOf('GET /', basic('ada:s3cr3t')),
        await statusOf('GET /', basic('eve:x')),
      ];
      await server?.stop();
      return statuses;
    };
    expect(await verdicts(entry('sufficient', 'required'))).toEqual([200, 200]);
    expect(await verdicts(entry('optional', 'optional'))).toEqual([200, 200]);
    expect(await verdicts(entry('required', 'optional'))).toEqual([200, 401]);
    expect(await verdicts(entry('requisite', 'sufficient'))).toEqual([200, 401]);
    expect(await verdicts(entry('optional', 'required'))).toEqual([401, 200]);
  });

  it.each([
    ['KafkaConnect { x.Y required; };', 'The login module x.Y is a class of Java and cannot be loaded'],
    [`KafkaConnect { ${module} required; };`, 'Property Credentials file not specified'],
    [
      `KafkaConnect { ${module} required file="/no/such"; };`,
      'Error loading Property Credentials file /no/such',
    ],
    [`KafkaConnect { ${module} always; };`, 'must be followed by one of: required, requisite'],
    [`KafkaConnect { ${module} required file="\${nothing}/x"; };`, 'refers to ${nothing}, which is not set'],
    ['KafkaConnect {', 'is missing'],
  ])('does not start with %s', async (jaas, message) => {
    await expect(start(jaas)).rejects.toMatchObject({
      code: 'REST_EXTENSION_FAILED',
      message: expect.stringContaining(message),
    });
  });

  it('finds files by what is set for Java', async () => {
    const path = file('credentials', 'ada=s3cr3t');
    const jaas = file('jaas', `KafkaConnect { ${module} required file="\${creds}"; };`);
    process.env['KAFKA_OPTS'] = `-Dcreds=${path} -Djava.security.auth.login.config==${jaas}`;
    await startGuarded();
    expect(await statusOf('GET /connectors', basic('ada:s3cr3t'))).toBe(200);
  });
});
