import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

async function ask(method: string, path: string, body?: string): Promise<[number, string]> {
  const headers = { 'Content-Type': 'application/json' };
  const request = body === undefined ? { method, path } : { method, path, headers, body };
  const { status, body: answer } = await sendRaw(server.port, request);
  return [status, answer];
}
const put = (path: string, body: string) => ask('PUT', `/admin/loggers/${path}`, body);
const failed = (status: number, message: string) => [status, JSON.stringify({ error_code: status, message })];
const sink = 'org.apache.kafka.connect.runtime.WorkerSinkTask';

describe('the loggers of a worker', () => {
  it('are listed by name with their levels, but for those that are off', async () => {
    await put(sink, '{"level":"OFF"}');
    const [status, body] = await ask('GET', '/admin/loggers');
    const loggers = JSON.parse(body) as Record<string, unknown>;
    expect(status).toBe(200);
    expect(loggers['root']).toEqual({ level: 'INFO', last_modified: null });
    expect(Object.keys(loggers)).toEqual(Object.keys(loggers).sort());
    expect(loggers).not.toHaveProperty(sink);
  });

  it('are found by name, root in any letter case', async () => {
    expect(await ask('GET', '/admin/loggers/ROOT')).toEqual([200, '{"level":"INFO","last_modified":null}']);
    expect(await ask('GET', '/admin/loggers/nope')).toEqual(failed(404, 'Logger nope not found.'));
    expect(await ask('GET', '/admin/loggers/org.apache.kafka.connect')).toEqual(
      failed(404, 'Logger org.apache.kafka.connect not found.'),
    );
  });

  // As a Java worker answered.
  it('are set with all below them, in any letter case, and what changed is told', async () => {
    expect(await put(sink, '{"level":"DEBUG"}')).toEqual([200, JSON.stringify([sink])]);
    const [, changed] = await put('org.apache.kafka.connect', '{"level":"warn","x":1}');
    expect(JSON.parse(changed)).toEqual(expect.arrayContaining(['org.apache.kafka.connect', sink]));
    expect(await put('foo.baz?scope=other', '{"level":"TRACE"}')).toEqual([200, '["foo.baz"]']);
    expect(await put('foo.baz', '{"level":"TRACE"}')).toEqual([200, '[]']);
    expect(JSON.parse((await ask('GET', '/admin/loggers/foo.baz'))[1])).toEqual({
      level: 'TRACE',
      last_modified: expect.closeTo(Date.now(), -5) as unknown,
    });
    expect(await ask('GET', '/admin/loggers/foo')).toEqual(failed(404, 'Logger foo not found.'));
  });

  it('are set on all workers, where there are others', async () => {
    expect(await put('a?scope=CLUSTER', '{"level":"DEBUG"}')).toEqual([204, '']);
    expect(server.observer.loggers.levelOf('a')).toBe('DEBUG');
    server.observer.joinCluster();
    expect(await put('a?scope=cluster', '{"level":"error"}')).toEqual([204, '']);
    expect(server.observer.setInCluster).toEqual([['a', 'ERROR']]);
    expect(server.observer.loggers.levelOf('a')).toBe('DEBUG');
  });

  it('are not set to what is no level, and not created then', async () => {
    const missing = "Desired 'level' parameter was not specified in request.";
    expect(await put('x', '{"level":"bogus"}')).toEqual(failed(404, "invalid log level 'bogus'."));
    for (const body of ['{}', '{"level":null}', '{"level":""}']) {
      expect(await put('x', body)).toEqual(failed(400, missing));
    }
    expect((await put('x', ''))[0]).toBe(400);
    expect((await ask('GET', '/admin/loggers/x'))[0]).toBe(404);
  });
});

describe('the last log lines', () => {
  beforeEach(async () => {
    await ask('PUT', '/connectors/c/config', '{"connector.class":"TestSource","topic":"t"}');
  });

  it('are those of the connector or the task, one JSON object a line', async () => {
    expect(await ask('GET', '/connectors/c/logs')).toEqual([
      200,
      '{"connector":"c","task":null,"count":100}\n{}\n',
    ]);
    expect(await ask('GET', '/connectors/c/tasks/0/logs?lines=1')).toEqual([
      200,
      '{"connector":"c","task":0,"count":1}\n',
    ]);
    expect(await ask('GET', '/connectors/c/tasks/0/logs?lines=0')).toEqual([200, '']);
  });

  it('are of connectors and tasks that exist, and so many as a number says', async () => {
    expect(await ask('GET', '/connectors/d/logs')).toEqual(failed(404, 'Connector d not found'));
    expect((await ask('GET', '/connectors/c/tasks/7/logs'))[0]).toBe(404);
    expect(await ask('GET', '/connectors/c/logs?lines=-1')).toEqual(
      failed(400, 'lines is "-1"; it must be a whole number from 0'),
    );
  });
});
