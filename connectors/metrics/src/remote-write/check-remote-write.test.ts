import { parseConfig } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RemoteReceiver } from '../fixtures/remote-receiver.ts';
import { checkRemoteWrite } from './check-remote-write.ts';
import { remoteWriteConfig } from './remote-write-config.ts';

let receiver: RemoteReceiver;
beforeEach(async () => {
  receiver = await RemoteReceiver.start();
});
afterEach(() => receiver.stop());

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function check(config: Readonly<Record<string, string>>, properties: Readonly<Record<string, string>> = {}) {
  const parsed = parseConfig(remoteWriteConfig, { url: receiver.url, ...config });
  return checkRemoteWrite(parsed, { connector: 'c', properties, log, signal: new AbortController().signal });
}

describe('a look at the receiver', () => {
  it('sends it a request without samples', async () => {
    expect(await check({})).toEqual([
      { subject: `remote write ${receiver.url}`, outcome: 'passed', message: 'It takes metrics.' },
    ]);
    expect(receiver.taken).toEqual([[]]);
  });

  it.each([
    [401, 'It answered 401 (go away).', 'bearer.token'],
    [404, 'It answered 404 (go away).', 'url'],
  ])('tells what an answer with %i asks for', async (status, message, key) => {
    receiver.judge = () => ({ status, message: 'go away' });
    expect(await check({})).toMatchObject([
      { outcome: 'failed', message, keys: expect.arrayContaining([key]) as string[] },
    ]);
  });

  it('tells when there is none, without the password in the address', async () => {
    const [finding] = await check({ url: 'http://me:secret@127.0.0.1:1/write' });
    expect(finding).toMatchObject({ subject: 'remote write http://127.0.0.1:1/write', outcome: 'failed' });
    expect(JSON.stringify(finding)).not.toContain('secret');
  });

  it('warns of JSON with schemas', async () => {
    const converter = { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' };
    expect(await check({}, converter)).toMatchObject([{}, { outcome: 'warning' }]);
    expect(await check({}, { ...converter, 'value.converter.schemas.enable': 'false' })).toHaveLength(1);
  });
});

it.each([
  [{ url: 'ftp://a' }, 'url'],
  [{ url: 'no url' }, 'url'],
  [{ 'external.labels': '1a=b' }, 'external.labels'],
  [{ 'external.labels': 'a' }, 'external.labels'],
])('refuses %j', (config, key) => {
  expect(() => parseConfig(remoteWriteConfig, { url: 'http://a', ...config })).toThrow(key);
});
