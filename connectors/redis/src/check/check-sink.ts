import type { CheckContext, CheckFinding } from '@sluice/connect-api';
import type { RedisType } from '../config/sink-config.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { SinkSettings } from '../sink/sink-settings.ts';
import { checkConnection } from './check-connection.ts';
import { probeCommands, type Probe } from './probe-commands.ts';

/** What is written for each type; keys of their own get one that no record has. */
const commands: Readonly<Record<RedisType, (key: string) => readonly (readonly string[])[]>> = {
  HASH: (key) => [
    ['HSET', key, 'field', 'value'],
    ['HDEL', key, 'field'],
    ['DEL', key],
  ],
  JSON: (key) => [
    ['JSON.SET', key, '$', '{}'],
    ['DEL', key],
  ],
  STRING: (key) => [
    ['SET', key, 'value'],
    ['DEL', key],
  ],
  STREAM: (key) => [['XADD', key, '*', 'field', 'value']],
  LIST: (key) => [
    ['RPUSH', key, 'member'],
    ['LREM', key, '0', 'member'],
  ],
  SET: (key) => [
    ['SADD', key, 'member'],
    ['SREM', key, 'member'],
  ],
  ZSET: (key) => [
    ['ZADD', key, '1', 'member'],
    ['ZREM', key, 'member'],
  ],
  TIMESERIES: (key) => [
    ['TS.ADD', key, '1', '1'],
    ['TS.DEL', key, '1', '1'],
  ],
};

/** As `TYPE` names them. */
const sharedTypes: Partial<Record<RedisType, string>> = {
  STREAM: 'stream',
  LIST: 'list',
  SET: 'set',
  ZSET: 'zset',
  TIMESERIES: 'TSDB-TYPE',
};

/** Looks whether the sink could write. Changes nothing. */
export function checkSink(settings: SinkSettings, context: CheckContext): Promise<readonly CheckFinding[]> {
  const needs = {
    writes: true,
    replicas: settings.waitReplicas,
    sinceVersion: settings.type === 'STREAM' ? ([5, 0] as const) : ([4, 0] as const),
  };
  const { signal, properties } = context;
  return checkConnection({ settings: settings.redis, signal, needs }, async (link) => {
    const topics = (properties['topics'] ?? '').split(',').map((topic) => topic.trim());
    const keys = topics.filter((topic) => topic !== '').map((topic) => keyOf(settings, topic));
    const findings = await probeCommands(link, probesOf(settings, keys));
    const types = await Promise.all(keys.map((key) => typeFinding(link, key, sharedTypes[settings.type])));
    return [...findings, ...types.flat()];
  });
}

function keyOf({ type, keyspace, separator }: SinkSettings, topic: string): string {
  const own = keyspace.replaceAll('${topic}', topic);
  if (sharedTypes[type] !== undefined) return own;
  return own === '' ? 'key' : `${own}${separator}key`;
}

function probesOf({ type, ttlSeconds }: SinkSettings, keys: readonly string[]): Probe[] {
  const [key] = keys;
  if (key === undefined) return [];
  const ttl = ttlSeconds === null || type === 'STRING' ? [] : [['EXPIRE', key, String(ttlSeconds)]];
  return [...commands[type](key), ...ttl].map((args) => ({ key, args }));
}

async function typeFinding(
  link: RedisLink,
  key: string,
  wanted: string | undefined,
): Promise<readonly CheckFinding[]> {
  if (wanted === undefined) return [];
  const found = await link.send(key, ['TYPE', key]).catch(() => 'none');
  if (found === 'none' || found === wanted) return [];
  return [
    {
      subject: `key ${key}`,
      outcome: 'failed',
      message: `It holds a ${String(found)}, and records would become entries of a ${wanted}.`,
      remedy: `RENAME ${key} ${key}.old, or another redis.keyspace`,
      keys: ['redis.keyspace', 'redis.type'],
    },
  ];
}
