import { describe, expect, it } from 'vitest';
import { routes } from '../routes/routes.ts';
import { createRestClient, type HttpRequest } from './rest-client.ts';
import { RestError, RestUnreachableError } from './rest-errors.ts';

interface Sent extends HttpRequest {
  readonly url: string;
}

/** A client whose requests are recorded and all answered the same. */
function clientWith(status: number, body: unknown, baseUrl = 'http://worker:8083') {
  const sent: Sent[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const client = createRestClient({
    baseUrl,
    headers: { authorization: 'Basic eA==' },
    fetch: (url, request) => {
      sent.push({ url, ...request });
      return Promise.resolve({ status, text: () => Promise.resolve(text) });
    },
  });
  return { client, sent };
}

async function failureOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the call succeeded');
}

describe('a call', () => {
  it('puts path parameters, query and body where the route wants them', async () => {
    const { client, sent } = clientWith(200, { name: 'a b', config: {}, tasks: [], type: 'sink' });
    await client.call(routes.putConnectorConfig, { connector: 'a b', body: { topics: 't', x: null } });
    expect(sent).toEqual([
      {
        url: 'http://worker:8083/connectors/a%20b/config',
        method: 'PUT',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: 'Basic eA==',
        },
        body: '{"topics":"t","x":null}',
      },
    ]);
  });

  it('writes out whole numbers of any size', async () => {
    const { client, sent } = clientWith(200, { message: 'done' });
    const offset = { position: 9223372036854775807n, share: 0.5 };
    const body = { offsets: [{ partition: null, offset }] };
    await client.call(routes.patchConnectorOffsets, { connector: 'c', body });
    expect(sent[0]?.body).toBe(
      '{"offsets":[{"partition":null,"offset":{"position":9223372036854775807,"share":0.5}}]}',
    );
  });

  it('sends neither body nor content type where there is none', async () => {
    const { client, sent } = clientWith(204, '');
    await client.call(routes.restartConnector, { connector: 'c', onlyFailed: false });
    expect(sent).toEqual([
      {
        url: 'http://worker:8083/connectors/c/restart?onlyFailed=false',
        method: 'POST',
        headers: { accept: 'application/json', authorization: 'Basic eA==' },
      },
    ]);
  });

  it('keeps the path of the base address and drops the slash at its end', async () => {
    const { client, sent } = clientWith(200, [], 'https://gateway/connect/');
    await client.call(routes.listConnectors);
    expect(sent[0]?.url).toBe('https://gateway/connect/connectors');
  });

  it('returns the body of the answer, and null where it has none', async () => {
    const info = { name: 'c', config: { a: 'b' }, tasks: [{ connector: 'c', task: 0 }], type: 'source' };
    await expect(clientWith(200, info).client.call(routes.getConnector, { connector: 'c' })).resolves.toEqual(
      info,
    );
    await expect(
      clientWith(202, '').client.call(routes.pauseConnector, { connector: 'c' }),
    ).resolves.toBeNull();
  });

  it('returns the health of a worker also when it is bad', async () => {
    const health = { status: 'starting', message: 'Worker is still starting up.' };
    await expect(clientWith(503, health).client.call(routes.getHealth)).resolves.toEqual(health);
  });

  it('refuses names that no URL can carry, and sends nothing', async () => {
    const { client, sent } = clientWith(204, '');
    await expect(client.call(routes.deleteConnector, { connector: '..' })).rejects.toThrow(RangeError);
    expect(sent).toEqual([]);
  });
});

describe('a call that fails', () => {
  it('carries the code and message of the worker', async () => {
    const { client } = clientWith(404, { error_code: 404, message: 'Connector c not found' });
    const error = await failureOf(client.call(routes.getConnector, { connector: 'c' }));
    expect(error).toBeInstanceOf(RestError);
    expect(error).toMatchObject({ status: 404, errorCode: 404, message: 'Connector c not found' });
  });

  it('copes with a message that is null', async () => {
    const { client } = clientWith(500, { error_code: 500, message: null });
    const error = await failureOf(client.call(routes.listPlugins));
    expect(error).toMatchObject({ name: 'RestError', status: 500, errorCode: 500, message: 'HTTP 500' });
  });

  it.each([
    [404, '<html><body>Not Found</body></html>'],
    [502, ''],
    [500, '"text"'],
    [200, '<html>'],
  ])('says that status %i with the body %j does not come from Kafka Connect', async (status, body) => {
    const error = await failureOf(clientWith(status, body).client.call(routes.getServerInfo));
    expect(error.message).toBe(
      `http://worker:8083/ answered ${status} without a body of Kafka Connect's: it is another server, or a worker that still starts`,
    );
  });

  it('says why nothing could be reached', async () => {
    const reason = new TypeError('fetch failed', {
      cause: new AggregateError([
        new Error('connect ECONNREFUSED ::1:8083'),
        new Error('connect ECONNREFUSED 127.0.0.1:8083'),
      ]),
    });
    const client = createRestClient({
      baseUrl: 'http://localhost:8083',
      fetch: () => Promise.reject(reason),
    });
    const error = await failureOf(client.call(routes.listConnectors));
    expect(error).toBeInstanceOf(RestUnreachableError);
    expect(error.message).toBe(
      'Cannot reach the worker at http://localhost:8083: connect ECONNREFUSED ::1:8083, connect ECONNREFUSED 127.0.0.1:8083',
    );
  });

  it('fails with the reason of its signal when that ended it', async () => {
    const abort = new AbortController();
    const client = createRestClient({
      baseUrl: 'http://worker:8083',
      fetch: (_url, { signal }) => {
        abort.abort(new Error('enough'));
        return Promise.reject(signal?.reason as Error);
      },
    });
    const error = await failureOf(client.call(routes.listConnectors, {}, { signal: abort.signal }));
    expect(error.message).toBe('enough');
  });
});
