import type { Client, ClientConfig } from 'pg';
import {
  defaultConnectTimeoutMs,
  driverProperties,
  type ConnectionSettings,
} from '../connection/connection-settings.ts';
import type { HostAndPort } from '../connection/jdbc-url.ts';
import { tlsOptions, type TlsVerification } from '../connection/tls-files.ts';
import { databaseError } from '../database/database-error.ts';
import { postgresComplaint } from './postgres-complaint.ts';

type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

const verifications: Readonly<Record<SslMode, TlsVerification>> = {
  disable: 'none',
  allow: 'none',
  prefer: 'none',
  require: 'none',
  'verify-ca': 'chain',
  'verify-full': 'full',
};

/** With and without TLS, in the order to try. */
const attempts: Readonly<Record<SslMode, readonly boolean[]>> = {
  disable: [false],
  allow: [false, true],
  prefer: [true, false],
  require: [true],
  'verify-ca': [true],
  'verify-full': [true],
};

/** Connects to the first host that answers, as the properties of Java's driver say. */
export async function connectPostgres(settings: ConnectionSettings): Promise<Client> {
  const pg = await import('pg');
  const mode = sslModeOf(driverProperties(settings));
  let last: unknown;
  for (const host of settings.url.hosts) {
    for (const withTls of attempts[mode]) {
      const client = new pg.default.Client(clientConfig(settings, host, withTls ? mode : null));
      // Whoever waits for a statement gets the error; without a listener it would end the process.
      client.on('error', () => {});
      try {
        await client.connect();
        return client;
      } catch (error) {
        last = error;
        await client.end().catch(() => {});
        if (!isWorthAnotherWay(error)) throw connectError(settings, host, error);
      }
    }
  }
  throw connectError(settings, settings.url.hosts.at(-1), last);
}

/** A refusal of who asks is final; what concerns TLS or the network may go better in another way or elsewhere. */
function isWorthAnotherWay(error: unknown): boolean {
  const { fault, sqlCode } = postgresComplaint(error);
  return sqlCode === '28000' || (fault !== 'credentials' && fault !== 'missing');
}

function connectError({ url }: ConnectionSettings, host: HostAndPort | undefined, error: unknown): Error {
  const complaint = postgresComplaint(error);
  const fault = complaint.fault === 'statement' ? 'connection' : complaint.fault;
  const place = `${host?.host}:${host?.port}`;
  return databaseError(
    `Cannot connect to the PostgreSQL database "${url.database}" at ${place}`,
    { ...complaint, fault },
    error,
  );
}

function sslModeOf(properties: ReadonlyMap<string, string>): SslMode {
  const mode = properties.get('sslmode');
  if (mode !== undefined && mode in verifications) return mode as SslMode;
  const ssl = properties.get('ssl');
  return ssl !== undefined && ssl !== 'false' ? 'verify-full' : 'prefer';
}

function clientConfig(settings: ConnectionSettings, host: HostAndPort, tls: SslMode | null): ClientConfig {
  const properties = driverProperties(settings);
  const user = settings.user ?? properties.get('user');
  const password = settings.password?.reveal() ?? properties.get('password');
  const { database } = settings.url;
  return {
    ...host,
    ...timeouts(settings, properties),
    database: database === '' ? (user ?? 'postgres') : database,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    application_name: properties.get('ApplicationName') ?? settings.applicationName,
    keepAlive: true,
    options: startOptions(settings, properties),
    ssl: tls === null ? false : tlsConfig(properties, tls),
  };
}

/** In the URL they are seconds. */
function timeouts(
  { connectTimeoutMs = defaultConnectTimeoutMs }: ConnectionSettings,
  properties: ReadonlyMap<string, string>,
): Pick<ClientConfig, 'connectionTimeoutMillis' | 'query_timeout'> {
  const connectMs = Number(properties.get('connectTimeout') ?? '0') * 1000;
  const socketMs = Number(properties.get('socketTimeout') ?? '0') * 1000;
  return {
    connectionTimeoutMillis: connectMs > 0 ? connectMs : connectTimeoutMs,
    ...(socketMs > 0 ? { query_timeout: socketMs } : {}),
  };
}

/** Has the server write every value so that nothing of it is lost, and read times without zone in the right one. */
function startOptions(settings: ConnectionSettings, properties: ReadonlyMap<string, string>): string {
  const given: Readonly<Record<string, string>> = {
    DateStyle: 'ISO,YMD',
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '3',
    TimeZone: settings.timeZone,
  };
  const schema = properties.get('currentSchema');
  const parameters = schema === undefined ? given : { ...given, search_path: schema };
  const own = Object.entries(parameters).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`,
  );
  return [properties.get('options') ?? '', ...own].join(' ').trim();
}

function tlsConfig(properties: ReadonlyMap<string, string>, mode: SslMode): NonNullable<ClientConfig['ssl']> {
  return tlsOptions({
    verification: verifications[mode],
    authorities: properties.get('sslrootcert'),
    certificate: properties.get('sslcert'),
    key: properties.get('sslkey'),
    keyPassword: properties.get('sslpassword'),
  });
}
