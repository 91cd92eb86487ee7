import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
  await ask('POST', '/connectors', '{"name":"c","config":{"connector.class":"TestSource"}}');
});
afterEach(() => server.stop());

function ask(method: string, path: string, body?: string): Promise<RawResponse> {
  const headers = { 'Content-Type': 'application/json' };
  return sendRaw(server.port, body === undefined ? { method, path } : { method, path, headers, body });
}

const path = '/connectors/c/offsets';
const offsets =
  '{"offsets":[{"partition":{"n":1,"list":[1,{"x":1.0}]},"offset":{"long":9223372036854775807,"whole":1.0,' +
  '"fraction":1.5,"large":1e+30,"small":-0.0,"text":"1","none":null,"yes":true}},{"partition":null,"offset":null}]}';

describe('the offsets of a connector', () => {
  it('are none at first', async () => {
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: '{"offsets":[]}' });
  });

  it('are shown as they were sent, each number to the last digit and of its kind', async () => {
    expect(await ask('PATCH', path, offsets)).toMatchObject({ status: 200, body: '{"message":"altered 2"}' });
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: offsets });
    expect(await ask('DELETE', path)).toMatchObject({ status: 200, body: '{"message":"reset"}' });
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: '{"offsets":[]}' });
  });

  it('may leave out partition and offset', async () => {
    await ask('PATCH', path, '{"offsets":[{"partition":{"a":"b"}},{"offset":{"c":"d"}}]}');
    const { body } = await ask('GET', path);
    expect(body).toBe(
      '{"offsets":[{"partition":{"a":"b"},"offset":null},{"partition":null,"offset":{"c":"d"}}]}',
    );
  });

  it.each(['{}', '{"offsets":null}', '{"offsets":[]}'])('may be none at all: %s', async (body) => {
    expect(await ask('PATCH', path, body)).toMatchObject({ status: 200, body: '{"message":"altered 0"}' });
  });

  it.each(['GET', 'PATCH', 'DELETE'])('that is not there are a 404 (%s)', async (method) => {
    const answer = await ask(method, '/connectors/d/offsets', method === 'PATCH' ? offsets : undefined);
    expect(answer).toMatchObject({
      status: 404,
      body: '{"error_code":404,"message":"Connector d not found"}',
    });
  });
});

describe('creating a connector at offsets', () => {
  const create = (rest: string): Promise<RawResponse> =>
    ask('POST', '/connectors', `{"name":"d","config":{"connector.class":"TestSource"}${rest}}`);

  it('answers with what became of them', async () => {
    const { status, body } = await create(',"initial_offsets":[{"partition":{"a":1},"offset":{"b":2}}]');
    expect(status).toBe(201);
    expect(body).toMatch(/"type":"source","offsets_status":"began at 1"\}$/);
    const { body: stored } = await ask('GET', '/connectors/d/offsets');
    expect(stored).toBe('{"offsets":[{"partition":{"a":1},"offset":{"b":2}}]}');
  });

  it.each(['', ',"initial_offsets":null'])(
    'says nothing of offsets where there are none: %s',
    async (rest) => {
      const { status, body } = await create(rest);
      expect(status).toBe(201);
      expect(body).toMatch(/"type":"source"\}$/);
    },
  );

  it('refuses what is no list of offsets', async () => {
    const { status, body } = await create(',"initial_offsets":[{"partitions":{}}]');
    expect(status).toBe(400);
    expect(body).toContain(String.raw`\"initial_offsets\"[0].\"partitions\" is not a known field`);
  });
});
