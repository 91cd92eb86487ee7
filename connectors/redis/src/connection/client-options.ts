import type { ConnectionOptions } from 'node:tls';
import type { LoginSettings, RedisSettings } from '../config/redis-settings.ts';
import { readTlsOptions } from './tls-options.ts';

/** How long a connection may take to be opened, unless answers have to come sooner. */
const maxConnectMs = 10_000;

/** What every connection has, whoever it goes to. */
export interface BaseOptions {
  readonly RESP: 2;
  readonly disableOfflineQueue: true;
  readonly disableClientInfo: true;
  readonly name?: string;
  readonly username?: string;
  readonly password?: string;
  readonly socket: ConnectionOptions & {
    readonly connectTimeout: number;
    readonly reconnectStrategy: false;
    readonly tls?: true;
  };
}

/** A connection that is lost stays lost: the task decides what is sent again, and opens a new one. */
export async function baseOptions(settings: RedisSettings, login: LoginSettings): Promise<BaseOptions> {
  const { timeoutMs, tls, clientName } = settings;
  const connectTimeout = timeoutMs === 0 ? maxConnectMs : Math.min(timeoutMs, maxConnectMs);
  const password = login.password?.reveal();
  const plain = { connectTimeout, reconnectStrategy: false as const };
  return {
    // The older protocol is spoken by every version, and its answers need no translation.
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    ...(clientName === null ? {} : { name: clientName }),
    ...(password === undefined ? {} : { password }),
    ...(password === undefined || login.username === null ? {} : { username: login.username }),
    socket: tls === null ? plain : { ...plain, tls: true, ...(await readTlsOptions(tls)) },
  };
}
