import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  long,
  mergeDefinitions,
  string,
  type ConfigIssue,
  type ConfigOf,
} from '@sluice/connect-api';
import { connectionIssues, when } from './connection-issues.ts';
import { connectionKeys } from './connection-keys.ts';
import { isKnownCharset } from './charset.ts';

export type RedisType = 'HASH' | 'JSON' | 'TIMESERIES' | 'STRING' | 'STREAM' | 'LIST' | 'SET' | 'ZSET';

const types: readonly RedisType[] = ['HASH', 'JSON', 'TIMESERIES', 'STRING', 'STREAM', 'LIST', 'SET', 'ZSET'];

/** As in Java, the types of which many records are in one key. */
const transactionTypes: readonly RedisType[] = ['STREAM', 'LIST', 'SET', 'ZSET'];

const writing = {
  'redis.charset': string({
    doc: 'The encoding of keys and values that are texts: `UTF-8`, `ISO-8859-1`, `US-ASCII`, `UTF-16LE`, `UTF-16BE` or `UTF-16`.',
    importance: 'high',
    default: 'UTF-8',
    group: 'Writing',
  }),
  'redis.type': string({
    doc: 'What records become: `HASH`, `JSON`, `STRING` a key each; `STREAM`, `LIST`, `SET`, `ZSET`, `TIMESERIES` an entry each in the key of their topic.',
    importance: 'high',
    default: 'STREAM',
    validator: caseInsensitiveOneOf(...types),
    group: 'Writing',
  }),
  'redis.keyspace': string({
    doc: 'What keys begin with, or, where many records share a key, the key itself. `${topic}` in it stands for the topic. Empty has the key of the record be the key.',
    importance: 'medium',
    default: '${topic}',
    group: 'Keys',
  }),
  'redis.separator': string({
    doc: 'What stands between `redis.keyspace` and the key of the record.',
    importance: 'medium',
    default: ':',
    group: 'Keys',
  }),
  'redis.multiexec': boolean({
    doc: 'Whether the commands of a batch are one transaction (`MULTI`, `EXEC`), in a cluster those of each key: others see all of them or none. For `STREAM`, `LIST`, `SET` and `ZSET`.',
    importance: 'medium',
    default: false,
    group: 'Writing',
  }),
  'redis.wait.replicas': int({
    doc: 'How many replicas have to have what was written (`WAIT`) before it counts as delivered. 0 waits for none.',
    importance: 'medium',
    default: 0,
    group: 'Writing',
  }),
  'redis.wait.timeout': long({
    doc: 'How many milliseconds one `WAIT` for replicas takes at most.',
    importance: 'medium',
    default: 1000,
    group: 'Writing',
  }),
  'redis.key.ttl': long({
    doc: 'After how many seconds a key expires, counted anew with each write. A header `redis.key.ttl` of the record takes precedence. Values that are not positive set none.',
    importance: 'medium',
    default: -1,
    group: 'Keys',
  }),
} as const;

export const redisSinkConfig = defineConfig(mergeDefinitions(connectionKeys, writing));

export type RedisSinkConfig = ConfigOf<typeof redisSinkConfig>;

export function typeOf(config: RedisSinkConfig): RedisType {
  return config['redis.type'].toUpperCase() as RedisType;
}

/** What is wrong across keys. */
export function sinkIssues(config: RedisSinkConfig): ConfigIssue[] {
  const type = typeOf(config);
  return [
    ...connectionIssues(config),
    ...when(
      config['redis.multiexec'] && !transactionTypes.includes(type),
      'redis.multiexec',
      `Transactions are only there for ${transactionTypes.join(', ')}.`,
    ),
    ...when(
      !isKnownCharset(config['redis.charset']),
      'redis.charset',
      `There is no encoding ${config['redis.charset']}; use UTF-8, ISO-8859-1, US-ASCII, UTF-16LE, UTF-16BE or UTF-16.`,
    ),
    ...when(
      config['redis.keyspace'] === '' && !['HASH', 'JSON', 'STRING'].includes(type),
      'redis.keyspace',
      `With redis.type=${type} the keyspace is the key that all records go to: it must not be empty.`,
    ),
  ];
}
