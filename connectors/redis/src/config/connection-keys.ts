import { between, boolean, int, long, password, string, type ConfigDefinition } from '@sluice/connect-api';
import { redisAddress } from './address-validator.ts';

const group = 'Connection';

/** How Redis is reached: the same for the sink and the sources. */
export const connectionKeys = {
  'redis.cluster': boolean({
    doc: 'Whether the server is a Redis Cluster. Its other nodes are found by asking one of those that are named.',
    importance: 'medium',
    default: false,
    group,
  }),
  'redis.host': string({
    doc: 'The host of the server, where `redis.uri` is empty.',
    importance: 'high',
    default: 'localhost',
    group,
  }),
  'redis.port': int({
    doc: 'The port of the server, where `redis.uri` is empty.',
    importance: 'high',
    default: 6379,
    validator: between(0, 65_535),
    group,
  }),
  'redis.uri': string({
    doc: 'The server as a URI in place of host and port: `redis://host:6379/0`, with TLS `rediss://host:6379`, several nodes of a cluster `redis://host1:6379,host2:6379`, a master that sentinels know `redis-sentinel://host1:26379,host2:26379/0#mymaster`. Passwords are better given as `redis.password`, which is never shown.',
    importance: 'medium',
    default: '',
    validator: redisAddress(),
    group,
  }),
  'redis.tls': boolean({
    doc: 'Whether connections use TLS, also where the URI does not say so.',
    importance: 'medium',
    default: false,
    group: 'TLS',
  }),
  'redis.insecure': boolean({
    doc: 'Whether any certificate of the server is accepted.',
    importance: 'medium',
    default: false,
    group: 'TLS',
  }),
  'redis.password': password({
    doc: 'The password. Empty leaves what the URI has.',
    importance: 'medium',
    default: '',
    group,
  }),
  'redis.username': string({
    doc: 'The user of `redis.password`. Empty is the user `default`.',
    importance: 'medium',
    default: '',
    group,
  }),
  'redis.timeout': long({
    doc: 'How many seconds an answer may take. After that the connection counts as lost. 0 waits for ever.',
    importance: 'medium',
    default: 60,
    validator: between(0, 86_400),
    group,
  }),
  'redis.pool': int({
    doc: 'Has no effect: one connection to each node, used by many commands at a time, does the work of a pool.',
    importance: 'medium',
    default: 8,
    group,
  }),
  'redis.key.file': string({
    doc: 'A file in PEM format with the private key of this client, where the server asks for a certificate.',
    importance: 'medium',
    default: '',
    group: 'TLS',
  }),
  'redis.key.cert': string({
    doc: 'A file in PEM format with the certificates that belong to `redis.key.file`.',
    importance: 'medium',
    default: '',
    group: 'TLS',
  }),
  'redis.key.password': password({
    doc: 'The password of `redis.key.file`. Empty where it has none.',
    importance: 'medium',
    default: '',
    group: 'TLS',
  }),
  'redis.cacert': string({
    doc: 'A file in PEM format with the certificates that are trusted. By default those that Node trusts.',
    importance: 'medium',
    default: '',
    group: 'TLS',
  }),
  'redis.sentinel.username': string({
    doc: 'The user that sentinels know, where they ask for one.',
    importance: 'low',
    default: '',
    group,
  }),
  'redis.sentinel.password': password({
    doc: 'The password that sentinels ask for. Without it they are not told any.',
    importance: 'low',
    default: '',
    group,
  }),
  'redis.retry.timeout.ms': long({
    doc: 'How long a task tries again by itself while Redis cannot be reached, is out of memory, loads its data or has no master, counted from the last success. Then it fails. -1 never gives up.',
    importance: 'low',
    default: 300_000,
    validator: between(-1, Number.MAX_SAFE_INTEGER),
    group,
  }),
} as const satisfies ConfigDefinition;
