import { parseConfig, type CheckFinding } from '@sluice/connect-api';
import { RedisServer } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keysSource, redisSink, streamSource } from '../src/plugin.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start();
});

afterAll(async () => {
  await redis.stop();
});

beforeEach(async () => {
  await redis.cli('FLUSHALL');
  await redis.cli('CONFIG', 'SET', 'notify-keyspace-events', 'KEA');
  await redis.cli('ACL', 'SETUSER', 'shop', 'reset', 'on', '>geheim');
});

afterEach(async () => {
  const left = (await redis.cli('KEYS', '*')) as string[];
  if (left.length > 0) throw new Error(`a check changed ${left.join(', ')}`);
});

type Checked = typeof redisSink | typeof streamSource | typeof keysSource;

async function check(plugin: Checked, keys: Record<string, string>): Promise<readonly CheckFinding[]> {
  const config = parseConfig(plugin.config, { 'redis.uri': redis.url, ...keys });
  return (
    (await plugin.check?.(config as never, {
      connector: 'checked',
      properties: { topics: 'orders' },
      log: silent,
      signal: new AbortController().signal,
    })) ?? []
  );
}

const allow = (...rules: string[]) => redis.cli('ACL', 'SETUSER', 'shop', ...rules);
const login = { 'redis.username': 'shop', 'redis.password': 'geheim' };
const outcomes = (findings: readonly CheckFinding[]) =>
  Object.fromEntries(findings.map(({ subject, outcome }) => [subject.replace(/ 127.*/, ''), outcome]));
const failures = (findings: readonly CheckFinding[]) =>
  findings.filter(({ outcome }) => outcome === 'failed');

describe('the check of the sink', () => {
  it('finds server and commands as they should be', async () => {
    expect(outcomes(await check(redisSink, { 'redis.type': 'HASH', 'redis.key.ttl': '5' }))).toEqual({
      server: 'passed',
      'command HSET': 'passed',
      'command HDEL': 'passed',
      'command DEL': 'passed',
      'command EXPIRE': 'passed',
    });
  });

  it('finds that nobody is there', async () => {
    expect(await check(redisSink, { 'redis.uri': 'redis://127.0.0.1:1' })).toMatchObject([
      { subject: 'server', outcome: 'failed', remedy: 'redis-cli -h 127.0.0.1 -p 1 PING' },
    ]);
  });

  it('finds that the credentials are wrong, and does not say them', async () => {
    const findings = await check(redisSink, { ...login, 'redis.password': 'falsch-geraten' });
    expect(outcomes(findings)).toEqual({ credentials: 'failed' });
    expect(JSON.stringify(findings)).not.toContain('falsch-geraten');
  });

  it('finds which rights are missing, with the command that grants them', async () => {
    await allow('+info', '+multi', '+discard', '+set', '~orders:*');
    expect(failures(await check(redisSink, { ...login, 'redis.type': 'STRING' }))).toMatchObject([
      { subject: 'command DEL', remedy: 'ACL SETUSER <user> +del ~orders:*', keys: ['redis.username'] },
    ]);
    await allow('+del');
    expect(failures(await check(redisSink, { ...login, 'redis.type': 'STRING' }))).toEqual([]);
    const other = { ...login, 'redis.type': 'STRING', 'redis.keyspace': 'other' };
    expect(failures(await check(redisSink, other))).toHaveLength(2);
  });

  it('says where rights cannot be found out', async () => {
    await allow('+set', '+del', '~*');
    expect(outcomes(await check(redisSink, { ...login, 'redis.type': 'STRING' }))).toEqual({
      server: 'warning',
      transactions: 'warning',
    });
  });

  it('finds that a module is missing', async () => {
    expect(failures(await check(redisSink, { 'redis.type': 'JSON' }))).toMatchObject([
      { subject: 'command JSON.SET', remedy: expect.stringContaining('rejson.so') as unknown },
    ]);
  });

  it('finds that a key holds another type', async () => {
    await redis.cli('SET', 'orders', 'x');
    const findings = failures(await check(redisSink, { 'redis.type': 'STREAM' }));
    await redis.cli('DEL', 'orders');
    expect(findings).toMatchObject([
      { subject: 'key orders', message: expect.stringContaining('string') as unknown },
    ]);
  });

  it('finds that there is no room', async () => {
    await redis.cli('CONFIG', 'SET', 'maxmemory', '1');
    const findings = failures(await check(redisSink, { 'redis.type': 'STREAM' }));
    await redis.cli('CONFIG', 'SET', 'maxmemory', '0');
    expect(findings).toMatchObject([{ remedy: expect.stringContaining('CONFIG SET maxmemory') as unknown }]);
  });

  it('finds that the server is a replica, or has too few of its own', async () => {
    expect(failures(await check(redisSink, { 'redis.wait.replicas': '2' }))).toMatchObject([
      { subject: 'replicas', remedy: 'redis.wait.replicas=0' },
    ]);
    await redis.cli('REPLICAOF', '127.0.0.1', '1');
    const findings = failures(await check(redisSink, {}));
    await redis.cli('REPLICAOF', 'NO', 'ONE');
    expect(findings).toMatchObject([{ remedy: 'redis.uri=redis://127.0.0.1:1' }]);
  });

  it('finds that a server is no cluster', async () => {
    expect(await check(redisSink, { 'redis.cluster': 'true' })).toMatchObject([
      { outcome: 'failed', remedy: 'redis.cluster=false' },
    ]);
  });
});

describe('the check of the source of a stream', () => {
  it('finds the stream, and that it is missing', async () => {
    const keys = { 'redis.stream.name': 'events' };
    expect(failures(await check(streamSource, keys))).toEqual([]);
    expect(outcomes(await check(streamSource, keys))).toMatchObject({ 'stream events': 'warning' });
    await redis.cli('XADD', 'events', '1-0', 'n', '1');
    const findings = await check(streamSource, keys);
    await redis.cli('DEL', 'events');
    expect(outcomes(findings)).toMatchObject({ 'stream events': 'passed' });
  });

  it('finds which rights are missing', async () => {
    await allow('+info', '+multi', '+discard', '+type', '+xreadgroup', '+xack', '+xpending', '~events');
    expect(failures(await check(streamSource, { ...login, 'redis.stream.name': 'events' }))).toMatchObject([
      { subject: 'command XGROUP' },
    ]);
  });
});

describe('the check of the source of keys', () => {
  it('finds that everything is as it should be', async () => {
    expect(failures(await check(keysSource, { 'redis.keys.pattern': 'shop:*' }))).toEqual([]);
  });

  it('finds that notifications are off, with the command that has them on', async () => {
    await redis.cli('CONFIG', 'SET', 'notify-keyspace-events', '');
    expect(failures(await check(keysSource, {}))).toMatchObject([
      { remedy: 'CONFIG SET notify-keyspace-events KEA' },
    ]);
  });

  it('finds that the user may not listen', async () => {
    await allow('+@all', '~*', 'resetchannels');
    expect(failures(await check(keysSource, login))).toMatchObject([
      { subject: 'notifications', remedy: expect.stringContaining('+psubscribe') as unknown },
    ]);
  });
});
