import type { Connection, ConnectionOptions, SslOptions } from 'mysql2';
import {
  defaultConnectTimeoutMs,
  driverProperties,
  type ConnectionSettings,
} from '../connection/connection-settings.ts';
import type { HostAndPort } from '../connection/jdbc-url.ts';
import { tlsOptions, type TlsVerification } from '../connection/tls-files.ts';
import { databaseError } from '../database/database-error.ts';
import { mysqlComplaint } from './mysql-complaint.ts';

interface TlsMode {
  /** With and without TLS, in the order to try. */
  readonly attempts: readonly boolean[];
  readonly verification: TlsVerification;
}

const plain: TlsMode = { attempts: [false], verification: 'none' };
const preferred: TlsMode = { attempts: [true, false], verification: 'none' };

/** By the values of `sslMode`, those of MySQL's driver and those of MariaDB's, in lower case. */
const tlsModes: Readonly<Record<string, TlsMode>> = {
  disabled: plain,
  disable: plain,
  preferred,
  required: { attempts: [true], verification: 'none' },
  trust: { attempts: [true], verification: 'none' },
  verify_ca: { attempts: [true], verification: 'chain' },
  'verify-ca': { attempts: [true], verification: 'chain' },
  verify_identity: { attempts: [true], verification: 'full' },
  'verify-full': { attempts: [true], verification: 'full' },
};

/** Connects to the first host that answers, as the properties of Java's drivers say. */
export async function connectMysql(settings: ConnectionSettings): Promise<Connection> {
  const { default: mysql } = await import('mysql2');
  const mode = tlsModeOf(settings);
  let last: unknown;
  for (const host of settings.url.hosts) {
    for (const withTls of mode.attempts) {
      const connection = mysql.createConnection(optionsFor(settings, host, withTls ? mode : null));
      // Whoever waits for a statement gets the error; without a listener it would end the process.
      connection.on('error', () => {});
      try {
        await connected(connection);
        return connection;
      } catch (error) {
        last = error;
        connection.destroy();
        const { fault } = mysqlComplaint(error);
        if (fault === 'credentials' || fault === 'missing' || fault === 'privilege')
          throw connectError(settings, host, error);
      }
    }
  }
  throw connectError(settings, settings.url.hosts.at(-1), last);
}

function connected(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) =>
    connection.connect((error) => (error === null || error === undefined ? resolve() : reject(error))),
  );
}

function connectError({ url }: ConnectionSettings, host: HostAndPort | undefined, error: unknown): Error {
  const complaint = mysqlComplaint(error);
  const fault = complaint.fault === 'statement' ? 'connection' : complaint.fault;
  const name = url.kind === 'mysql' ? 'MySQL' : 'MariaDB';
  const place = `${host?.host}:${host?.port}`;
  return databaseError(
    `Cannot connect to the ${name} database "${url.database}" at ${place}`,
    { ...complaint, fault },
    error,
  );
}

function tlsModeOf(settings: ConnectionSettings): TlsMode {
  const properties = driverProperties(settings);
  const mode = tlsModes[properties.get('sslMode')?.toLowerCase() ?? ''];
  if (mode !== undefined) return mode;
  const isTrue = (name: string): boolean => properties.get(name)?.toLowerCase() === 'true';
  if (properties.get('useSSL')?.toLowerCase() === 'false' || properties.get('useSsl') === 'false')
    return plain;
  if (isTrue('verifyServerCertificate')) return { attempts: [true], verification: 'chain' };
  if (isTrue('requireSSL')) return { attempts: [true], verification: 'none' };
  return settings.url.kind === 'mysql' || isTrue('useSSL') || isTrue('useSsl') ? preferred : plain;
}

function optionsFor(settings: ConnectionSettings, host: HostAndPort, tls: TlsMode | null): ConnectionOptions {
  const properties = driverProperties(settings);
  const user = settings.user ?? properties.get('user');
  const password = settings.password?.reveal() ?? properties.get('password');
  const connectTimeoutMs = Number(properties.get('connectTimeout') ?? '0');
  return {
    ...host,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(settings.url.database === '' ? {} : { database: settings.url.database }),
    connectTimeout:
      connectTimeoutMs > 0 ? connectTimeoutMs : (settings.connectTimeoutMs ?? defaultConnectTimeoutMs),
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
    stringifyObjects: true,
    connectAttributes: { program_name: settings.applicationName },
    ...(tls === null ? {} : { ssl: tlsConfig(properties, tls) }),
  };
}

function tlsConfig(properties: ReadonlyMap<string, string>, { verification }: TlsMode): SslOptions {
  return tlsOptions({
    verification,
    authorities: properties.get('serverSslCert'),
    trustStore: properties.get('trustCertificateKeyStoreUrl')?.replace(/^file:(\/\/)?/, ''),
    trustStorePassword: properties.get('trustCertificateKeyStorePassword'),
  }) as SslOptions;
}
