import { RelayedAnswer } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

function ask(method: string, path: string, body?: string): Promise<RawResponse> {
  const headers = {
    Authorization: 'Basic x',
    'X-Connect-Authorization': 'AAAA',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  return sendRaw(server.port, { method, path, headers, ...(body === undefined ? {} : { body }) });
}

describe('a worker of a cluster', () => {
  it('shows its workers and rebalances', async () => {
    const { status, body } = await ask('GET', '/admin/cluster');
    expect([status, JSON.parse(body)]).toEqual([
      200,
      {
        group_id: 'g',
        protocol: 'sessioned',
        generation: 2,
        is_rebalancing: false,
        workers: [{ worker_id: '127.0.0.1:8083', is_leader: true, connectors: 0, tasks: 0 }],
        rebalances: [
          { at_ms: 5, generation: 2, duration_ms: 3, reasons: ['c has changed'], stopped: 1, delay_ms: 0 },
        ],
      },
    ]);
  });

  it('is asked on behalf of whoever asked another one, if anybody did', async () => {
    await ask('GET', '/connectors');
    await ask('GET', '/connectors?forward=true');
    await ask('GET', '/connectors?forward=false');
    expect(server.herder.origins).toEqual([
      { forward: null, authorization: 'Basic x' },
      { forward: true, authorization: 'Basic x' },
      { forward: false, authorization: 'Basic x' },
    ]);
  });

  it('gets what other workers ask byte for byte, with what signs it', async () => {
    const body = '[ {"a":"1","b":null} ]';
    expect(await ask('POST', '/connectors/c/tasks', body)).toMatchObject({ status: 204, body: '' });
    expect(await ask('PUT', '/connectors/c/fence')).toMatchObject({ status: 204, body: '' });
    expect(
      server.herder.internal.map(([what, request]) => [
        what,
        Buffer.from(request.body).toString(),
        request.headers['x-connect-authorization'],
      ]),
    ).toEqual([
      ['c [{"a":"1","b":null}]', body, 'AAAA'],
      ['c', '', 'AAAA'],
    ]);
  });

  it('answers with what another worker refused', async () => {
    server.herder.failNext(new RelayedAnswer(418, 'not here'));
    expect(await ask('DELETE', '/connectors/c')).toMatchObject({
      status: 418,
      body: '{"error_code":418,"message":"not here"}',
    });
  });
});
