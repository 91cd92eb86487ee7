import { Password, type ConfigOf } from '@sluice/connect-api';
import type { connectionKeys } from './connection-keys.ts';
import { parseRedisAddress, type NodeAddress, type RedisAddress } from './redis-address.ts';

/** How TLS is done. */
export interface TlsSettings {
  readonly verifiesPeer: RedisAddress['verifiesPeer'];
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly keyPassword: Password;
  readonly authorityFile: string;
}

/** Who is logged in; nobody without a password. */
export interface LoginSettings {
  readonly username: string | null;
  readonly password: Password | null;
}

/** How Redis is reached, and how long it is waited for. */
export interface RedisSettings {
  /** The servers; the sentinels where there is a name of a master. */
  readonly nodes: readonly NodeAddress[];
  readonly isCluster: boolean;
  readonly sentinelMaster: string | null;
  readonly database: number;
  readonly clientName: string | null;
  readonly login: LoginSettings;
  readonly sentinelLogin: LoginSettings;
  readonly tls: TlsSettings | null;
  /** 0 waits for ever. */
  readonly timeoutMs: number;
  /** -1 tries for ever. */
  readonly retryTimeoutMs: number;
}

export type ConnectionConfig = ConfigOf<typeof connectionKeys>;

/** Reads the configuration; every key has been checked by itself. */
export function redisSettings(config: ConnectionConfig): RedisSettings {
  const address = addressOf(config);
  const usesTls = config['redis.tls'] || address.usesTls;
  return {
    nodes: address.nodes,
    isCluster: config['redis.cluster'],
    sentinelMaster: address.sentinelMaster,
    database: address.database,
    clientName: address.clientName,
    login: loginOf(config, address),
    sentinelLogin: givenLogin(config['redis.sentinel.username'], config['redis.sentinel.password']),
    tls: usesTls ? tlsOf(config, address) : null,
    timeoutMs: Number(config['redis.timeout']) * 1000,
    retryTimeoutMs: Number(config['redis.retry.timeout.ms']),
  };
}

function addressOf(config: ConnectionConfig): RedisAddress {
  if (config['redis.uri'] !== '') return parseRedisAddress(config['redis.uri']);
  return {
    nodes: [{ host: config['redis.host'], port: config['redis.port'] }],
    usesTls: false,
    sentinelMaster: null,
    database: 0,
    username: null,
    password: null,
    clientName: null,
    verifiesPeer: 'full',
  };
}

function loginOf(config: ConnectionConfig, address: RedisAddress): LoginSettings {
  const given = givenLogin(config['redis.username'], config['redis.password']);
  if (given.password !== null) return given;
  return {
    username: address.username,
    password: address.password === null ? null : new Password(address.password),
  };
}

function givenLogin(username: string, password: Password): LoginSettings {
  if (password.reveal() === '') return { username: null, password: null };
  return { username: username === '' ? null : username, password };
}

function tlsOf(config: ConnectionConfig, address: RedisAddress): TlsSettings {
  return {
    verifiesPeer: config['redis.insecure'] ? 'none' : address.verifiesPeer,
    keyFile: config['redis.key.file'],
    certificateFile: config['redis.key.cert'],
    keyPassword: config['redis.key.password'],
    authorityFile: config['redis.cacert'],
  };
}
