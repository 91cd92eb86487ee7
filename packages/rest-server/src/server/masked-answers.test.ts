import { MaskingHerder, PluginRegistry } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryObserver } from '../../testing/memory-observer.ts';
import { sendRaw, type RawResponse } from '../../testing/raw-http.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer({ attached: false });
  server.attach(new MaskingHerder(server.herder, new PluginRegistry([])), new MemoryObserver());
});
afterEach(() => server.stop());

async function ask(method: string, path: string, body?: object): Promise<RawResponse> {
  const request = { method, path };
  if (body === undefined) return sendRaw(server.port, request);
  const headers = { 'Content-Type': 'application/json' };
  return sendRaw(server.port, { ...request, headers, body: JSON.stringify(body) });
}

const config = { 'connector.class': 'TestSource', topic: 't', 'db.password': 's3cr3t' };

describe('a REST API that masks secrets', () => {
  it('answers with masks wherever a configuration is', async () => {
    const answers = [
      await ask('POST', '/connectors', { name: 'c', config }),
      await ask('GET', '/connectors/c'),
      await ask('GET', '/connectors/c/config'),
      await ask('GET', '/connectors/c/tasks'),
      await ask('GET', '/connectors?expand=info'),
      await ask('PUT', '/connectors/c/config', config),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
    for (const { body } of answers) {
      expect(body).toContain('"db.password":"[hidden]"');
      expect(body).not.toContain('s3cr3t');
    }
  });

  it('lets a configuration be read, changed and written back', async () => {
    await ask('POST', '/connectors', { name: 'c', config });
    const read = JSON.parse((await ask('GET', '/connectors/c/config')).body) as Record<string, string>;
    const { status, body } = await ask('PUT', '/connectors/c/config', { ...read, topic: 'u' });
    expect(status).toBe(200);
    expect(body).toContain('"topic":"u","db.password":"[hidden]"');
    expect((await server.herder.connectorInfo('c')).config).toEqual({ ...config, topic: 'u', name: 'c' });
  });

  it('refuses a mask that stands for nothing', async () => {
    const { status, body } = await ask('POST', '/connectors', {
      name: 'c',
      config: { ...config, 'db.password': '[hidden]' },
    });
    expect(status).toBe(400);
    expect(body).toContain('The value of db.password is [hidden], but none is stored');
  });
});
