import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

const json = { 'Content-Type': 'application/json' };

function ask(method: string, path: string, body?: unknown): Promise<RawResponse> {
  if (body === undefined) return sendRaw(server.port, { method, path });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return sendRaw(server.port, { method, path, headers: json, body: text });
}

/** Sends `METHOD path` or `METHOD path body`. */
function askIn(request: string): Promise<RawResponse> {
  const [method = '', path = '', ...body] = request.split(' ');
  return ask(method, path, body.length === 0 ? undefined : body.join(' '));
}

const config = { 'connector.class': 'TestSource', topic: 't' };

async function create(name = 'c'): Promise<void> {
  await ask('PUT', `/connectors/${name}/config`, config);
}

const runningStatus =
  '{"name":"c","connector":{"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"4.3.0"},' +
  '"tasks":[{"id":0,"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"4.3.0"}],"type":"source"}';
const storedInfo =
  '{"name":"c","config":{"connector.class":"TestSource","topic":"t","name":"c"},' +
  '"tasks":[{"connector":"c","task":0}],"type":"source"}';
const calm = '"health":{"restart":{"policy":"on-failure","phase":"calm","restarts_in_last_hour":0}}';
const withHealth =
  `{"name":"c","connector":{"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"4.3.0",${calm}},` +
  `"tasks":[{"id":0,"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"4.3.0",${calm}}],"type":"source"}`;
const notFound = (message: string) => JSON.stringify({ error_code: 404, message });

describe('the metrics', () => {
  it.each([
    ['/metrics', 'plain'],
    ['/metrics?names=rules', 'rules'],
    ['/metrics?names=other', 'plain'],
  ])('%s are the text of Prometheus, whatever is accepted', async (path, names) => {
    const headers = { Accept: 'text/plain' };
    const { status, body, headers: received } = await sendRaw(server.port, { method: 'GET', path, headers });
    expect([status, received['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toContain(`asked{names="${names}"} 1\n`);
  });
});

describe('answers with a body', () => {
  it.each([
    [
      'GET',
      '/',
      '{"version":"4.3.0","commit":"a9ce3221537b8653","kafka_cluster_id":"lS2DENPGRQGIBCGMnZYZOA"}',
    ],
    [
      'GET',
      '/health',
      '{"status":"healthy","message":"Worker has completed startup and is ready to handle requests."}',
    ],
    ['GET', '/connectors', '["c"]'],
    ['GET', '/connectors/c/topics', '{"c":{"topics":["t"]}}'],
    ['GET', '/connectors/nobody/topics', '{"nobody":{"topics":["t"]}}'],
    ['GET', '/connectors?expand=', '{"c":{}}'],
    ['GET', '/connectors?expand=STATUS', '{"c":{}}'],
    ['GET', '/connectors?expand=health', `{"c":{"status":${withHealth}}}`],
    ['GET', '/connectors/c/status?expand=health', withHealth],
    ['GET', '/connectors/c/status?expand=other', runningStatus],
    ['GET', '/connectors?expand=info,status', '{"c":{}}'],
    [
      'GET',
      '/connectors?expand=status&expand=info',
      `{"c":{"info":${storedInfo},"status":${runningStatus}}}`,
    ],
    ['GET', '/connectors/c', storedInfo],
    ['GET', '/connectors/c/config', '{"connector.class":"TestSource","topic":"t","name":"c"}'],
    ['GET', '/connectors/c/status', runningStatus],
    [
      'GET',
      '/connectors/c/tasks',
      '[{"id":{"connector":"c","task":0},"config":{"connector.class":"TestSource","topic":"t","name":"c"}}]',
    ],
    [
      'GET',
      '/connectors/c/tasks/0/status',
      '{"id":0,"state":"RUNNING","worker_id":"127.0.0.1:8083","version":"4.3.0"}',
    ],
    [
      'GET',
      '/admin/plugins/broken',
      '[{"class":"org.example.HalfConnector","type":"sink","version":"1.0","package":"@example/half",' +
        '"location":"/plugins/half","reason":"half installed"}]',
    ],
    ['GET', '/connector-plugins', '[{"class":"org.example.TestSource","type":"source","version":"4.3.0"}]'],
    [
      'GET',
      '/connector-plugins?connectorsOnly=no',
      '[{"class":"org.example.TestSource","type":"source","version":"4.3.0"},' +
        '{"class":"org.example.Unversioned","type":"converter"}]',
    ],
    [
      'GET',
      '/connector-plugins/TestSource/config',
      '[{"name":"topic","type":"STRING","required":true,"default_value":null,"importance":"HIGH",' +
        '"documentation":"The topic to write to.","group":null,"order_in_group":-1,"width":"NONE",' +
        '"display_name":"topic","dependents":[]}]',
    ],
  ])('%s %s is a 200 with exactly these bytes', async (method, path, body) => {
    await create();
    const response = await ask(method, path);
    expect(response.body).toBe(body);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    });
  });

  it('says what a dry run found', async () => {
    const path = '/connector-plugins/TestSource/config/check';
    expect((await ask('PUT', path, config)).body).toBe(
      '{"name":"TestSource","good":false,"errors":[],"findings":[' +
        '{"subject":"server","outcome":"passed","message":"reached","remedy":null,"keys":[]},' +
        '{"subject":"topic","outcome":"failed","message":"full","remedy":"empty it","keys":["topic"]}]}',
    );
    expect((await ask('PUT', path, { 'connector.class': 'TestSource' })).body).toBe(
      '{"name":"TestSource","good":false,"errors":[{"key":"topic","errors":[' +
        '"Missing required configuration \\"topic\\" which has no default value."]}],"findings":null}',
    );
    const other = await ask('PUT', '/connector-plugins/Other/config/check', config);
    expect(JSON.parse(other.body)).toMatchObject({ error_code: 400 });
  });

  it('describe a plugin in the version that is asked for', async () => {
    await ask('GET', '/connector-plugins/TestSource/config');
    await ask('GET', '/connector-plugins/TestSource/config?version=%5B1.0,2.0)');
    await ask('GET', '/connector-plugins/TestSource/config?version=');
    expect(server.herder.asked.slice(-3)).toEqual([
      'keys of TestSource latest',
      'keys of TestSource [1.0,2.0)',
      'keys of TestSource ',
    ]);
  });

  it('validates without an error status when the configuration is wrong', async () => {
    const response = await ask('PUT', '/connector-plugins/TestSource/config/validate', {
      'connector.class': 'org.example.TestSourceConnector',
    });
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)).toMatchObject({
      name: 'org.example.TestSourceConnector',
      error_count: 1,
    });
  });

  it('leaves out no version that is null, and shows the trace of a failure', async () => {
    await create();
    server.herder.failInstance('c', 0, 'java.lang.RuntimeException: boom\n\tat …\n');
    const { body } = await ask('GET', '/connectors/c/tasks/0/status');
    expect(body).toBe(
      '{"id":0,"state":"FAILED","worker_id":"127.0.0.1:8083","version":"4.3.0",' +
        '"trace":"java.lang.RuntimeException: boom\\n\\tat …\\n"}',
    );
    const asked = await ask('GET', '/connectors/c/tasks/0/status?expand=health');
    expect(JSON.parse(asked.body)).toEqual({
      ...JSON.parse(body),
      health: {
        progress: { state: 'starved', reason: 'poll gives nothing', since_ms: 1_794_000_000_001 },
        restart: {
          policy: 'on-failure',
          phase: 'waiting',
          reason: 'it failed',
          restarts_in_last_hour: 2,
          next_restart_ms: 1_795_000_000_001,
        },
      },
    });
  });
});

describe('answers without a body', () => {
  it.each([
    ['PUT /connectors/c/pause', 202, 'PAUSED c'],
    ['PUT /connectors/c/topics/reset', 202, 'forget the topics of c'],
    ['PUT /connectors/c/resume', 202, 'STARTED c'],
    ['PUT /connectors/c/stop', 204, 'STOPPED c'],
    ['POST /connectors/c/restart', 204, 'restart c'],
    ['POST /connectors/c/restart?onlyFailed=yes&includeTasks=', 204, 'restart c'],
    ['POST /connectors/c/tasks/0/restart', 204, 'restart c-0'],
  ])('%s is a %i', async (request, status, asked) => {
    await create();
    const response = await askIn(request);
    expect(response).toMatchObject({ status, body: '' });
    expect(response.headers['content-type']).toBeUndefined();
    expect(response.headers['content-length']).toBe(status === 202 ? '0' : undefined);
    expect(server.herder.asked).toEqual([asked]);
  });

  it('DELETE /connectors/c is a 204, and then a 404', async () => {
    await create();
    await expect(ask('DELETE', '/connectors/c')).resolves.toMatchObject({ status: 204, body: '' });
    await expect(ask('DELETE', '/connectors/c')).resolves.toMatchObject({
      status: 404,
      body: notFound('Connector c not found'),
    });
  });
});

describe('restarting with flags', () => {
  it.each([
    ['includeTasks=TRUE', 'restart c with tasks'],
    ['onlyFailed=true', 'restart c if failed'],
    ['includeTasks=true&onlyFailed=true', 'restart c with tasks if failed'],
  ])('%s is a 202 with the states to come', async (query, asked) => {
    await create();
    const response = await ask('POST', `/connectors/c/restart?${query}`);
    expect(response.status).toBe(202);
    expect(JSON.parse(response.body)).toMatchObject({ name: 'c', connector: { state: 'RESTARTING' } });
    expect(server.herder.asked).toEqual([asked]);
  });
});

describe('creating and replacing', () => {
  it('answers 201 with the location by the Host of the request, the name trimmed and added', async () => {
    const response = await sendRaw(server.port, {
      method: 'POST',
      path: '/connectors?x=1',
      headers: { ...json, Host: 'connect.example.com' },
      body: JSON.stringify({ name: ' é b ', config: { 'connector.class': 'TestSource' } }),
    });
    expect(response.status).toBe(201);
    expect(response.headers['location']).toBe('http://connect.example.com/connectors/%C3%A9%20b');
    expect(JSON.parse(response.body)).toMatchObject({ name: 'é b', config: { name: 'é b' } });
  });

  it('keeps numbers and booleans as they were written', async () => {
    await ask(
      'POST',
      '/connectors',
      '{"name":"n","config":{"connector.class":"X","a":1.50,"b":1E+3,"c":true}}',
    );
    const { body } = await ask('GET', '/connectors/n/config');
    expect(JSON.parse(body)).toMatchObject({ a: '1.50', b: '1E+3', c: 'true' });
  });

  it.each([
    ['stopped', 'STOPPED'],
    ['Paused', 'PAUSED'],
    ['RUNNING', 'RUNNING'],
    [null, 'RUNNING'],
  ])('starts in the initial state %j', async (initialState, state) => {
    await ask('POST', '/connectors', { name: 'n', config, initial_state: initialState });
    const { body } = await ask('GET', '/connectors/n/status');
    expect(JSON.parse(body)).toMatchObject({ connector: { state } });
  });

  it('changes the part of a configuration that a PATCH holds', async () => {
    await create();
    const { status, headers, body } = await ask('PATCH', '/connectors/c/config', { topic: 'u', extra: 1.5 });
    expect([status, headers['location']]).toEqual([200, undefined]);
    expect(JSON.parse(body)).toMatchObject({ config: { ...config, topic: 'u', extra: '1.5', name: 'c' } });
    const removed = await ask('PATCH', '/connectors/c/config/', { extra: null });
    expect(JSON.parse(removed.body)).toMatchObject({ config: { ...config, topic: 'u', name: 'c' } });
    expect(removed.body).not.toContain('extra');
  });

  it('answers 201 to the first PUT and 200 without a location to the next', async () => {
    const first = await ask('PUT', '/connectors/c/config/', config);
    expect(first).toMatchObject({ status: 201, body: storedInfo });
    expect(first.headers['location']).toBe(`http://localhost:${server.port}/connectors/c`);
    const second = await ask('PUT', '/connectors/c/config', config);
    expect(second).toMatchObject({ status: 200, body: storedInfo });
    expect(second.headers['location']).toBeUndefined();
  });

  it('does not trim the name in a path', async () => {
    const { body } = await ask('PUT', '/connectors/%20c%20/config', config);
    expect(JSON.parse(body)).toMatchObject({ name: ' c ', config: { name: ' c ' } });
  });
});

describe('failures', () => {
  const nameMismatch = "Connector name configuration (q) doesn't match connector name in the URL (n)";

  it.each([
    ['GET /connectors/x', 404, 'Connector x not found'],
    ['GET /connectors/x/config', 404, 'Connector x not found'],
    ['GET /connectors/x/tasks', 404, 'Connector x not found'],
    ['GET /connectors/x/status', 404, 'No status found for connector x'],
    ['GET /connectors/x/tasks/0/status', 404, 'No status found for task x-0'],
    ['GET /connectors/c/tasks/-1/status', 404, 'No status found for task c--1'],
    ['GET /connectors/c/tasks/7/status', 404, 'No status found for task c-7'],
    ['POST /connectors/x/restart', 404, 'Unknown connector: x'],
    ['POST /connectors/x/restart?includeTasks=true', 404, 'Unknown connector: x'],
    ['POST /connectors/x/tasks/0/restart', 404, 'Unknown connector: x'],
    ['POST /connectors/c/tasks/7/restart', 404, 'Unknown task: c-7'],
    ['PUT /connectors/x/pause', 404, 'Unknown connector x'],
    ['PUT /connectors/x/resume', 404, 'Unknown connector x'],
    ['PUT /connectors/x/stop', 404, 'Unknown connector x'],
    ['DELETE /connectors/x', 404, 'Connector x not found'],
    ['GET /connector-plugins/x/config', 404, 'Unknown plugin x.'],
    ['POST /connectors {"name":"c","config":{"connector.class":"X"}}', 409, 'Connector c already exists'],
    ['POST /connectors {"name":" n ","config":{"name":"q"}}', 400, nameMismatch],
    ['PUT /connectors/n/config {"name":"q"}', 400, nameMismatch],
    ['PATCH /connectors/n/config {"name":"q"}', 400, nameMismatch],
    ['PATCH /connectors/x/config {"topic":"u"}', 404, 'Connector x not found'],
    ['POST /connectors {"config":{}}', 400, 'Connector config {name=} contains no connector type'],
    [
      'POST /connectors {"name":null,"config":{}}',
      400,
      'Connector config {name=} contains no connector type',
    ],
    ['PUT /connectors/n/config {"name":null}', 400, 'Connector config {name=n} contains no connector type'],
    ['PUT /connector-plugins/x/config/validate {}', 400, 'Connector config {} contains no connector type'],
    [
      'PUT /connector-plugins/x/config/validate {"connector.class":null}',
      400,
      'Connector config {connector.class=null} contains no connector type',
    ],
    [
      'PUT /connector-plugins/org.example.TestSourceConnector/config/validate {"connector.class":"TestSource"}',
      400,
      'Included connector type TestSource does not match request type org.example.TestSourceConnector',
    ],
  ])('%s is a %i', async (request, status, message) => {
    await create();
    const response = await askIn(request);
    expect(response).toMatchObject({ status, body: JSON.stringify({ error_code: status, message }) });
    expect(response.headers['content-type']).toBe('application/json');
  });

  it.each([
    ['', 'The request body is empty; it must be an object, at line 1, column 1'],
    ['null', 'The request body is JSON, but it must be an object, not null, at line 1, column 1'],
    [
      '{"a":1,}',
      "The request body is not valid JSON: it has '}' where a field name in double quotes is expected, at line 1, column 8",
    ],
    [
      '{"a":{}}',
      'The request body is JSON, but "a" must be a string, a number or a boolean, or null, not an object, at line 1, column 6',
    ],
  ])('the body %j is a 400 that says what is wrong and where', async (body, message) => {
    const expected = { status: 400, body: JSON.stringify({ error_code: 400, message }) };
    await expect(ask('PUT', '/connectors/c/config', body)).resolves.toMatchObject(expected);
    await expect(ask('PUT', '/connector-plugins/x/config/validate', body)).resolves.toMatchObject(expected);
  });

  it('a request to create without a configuration is a 400', async () => {
    const response = await ask('POST', '/connectors', '{"name":"n"}');
    expect(response.status).toBe(400);
    expect(response.body).toContain('the field \\"config\\" is missing');
  });

  it('bytes that are not UTF-8 are a 400 that says where', async () => {
    const body = Buffer.from('{"a":\n"\xff"}', 'latin1');
    const response = await sendRaw(server.port, {
      method: 'PUT',
      path: '/connectors/c/config',
      headers: json,
      body,
    });
    expect(JSON.parse(response.body)).toEqual({
      error_code: 400,
      message: 'The request body is not valid UTF-8, at line 2, column 2',
    });
  });

  it('a byte order mark is no failure', async () => {
    const response = await ask('PUT', '/connectors/c/config', `\uFEFF${JSON.stringify(config)}`);
    expect(response.status).toBe(201);
  });

  it('a body beyond the limit is a 413, before it is sent', async () => {
    const headers = { ...json, 'Content-Length': String(16 * 1024 * 1024 + 1) };
    const response = await sendRaw(server.port, { method: 'PUT', path: '/connectors/c/config', headers });
    expect(response.status).toBe(413);
    expect(JSON.parse(response.body)).toEqual({
      error_code: 413,
      message: 'The request body is larger than 16777216 bytes',
    });
  });

  it('what nobody foresaw is a 500 with its text, and its trace goes to the log', async () => {
    const failure = new TypeError('x is not a function');
    server.herder.failNext(failure);
    const response = await ask('GET', '/connectors');
    expect(response).toMatchObject({
      status: 500,
      body: '{"error_code":500,"message":"x is not a function"}',
    });
    await expect
      .poll(() => server.logged)
      .toMatchObject([{ level: 'error', fields: { status: 500, err: failure } }]);
  });
});

describe('connectors that change while they are listed', () => {
  it('are left out', async () => {
    await create('a');
    await create('b');
    const { connectorStatus } = server.herder;
    server.herder.connectorStatus = async (name) => {
      await server.herder.deleteConnector('a').catch(() => undefined);
      return connectorStatus.call(server.herder, name);
    };
    const { body } = await ask('GET', '/connectors?expand=status');
    expect(Object.keys(JSON.parse(body) as object)).toEqual(['b']);
  });
});
