import { ConfigError } from '@sluice/connect-api';
import type { DatabaseKind } from '../dialect/dialect.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** What a JDBC URL says. Its properties may be secrets: never print them. */
export interface JdbcUrl {
  readonly kind: DatabaseKind;
  /** Tried in this order; none for a file. */
  readonly hosts: readonly HostAndPort[];
  /** The name of the database, or the path of its file; empty when the URL has none. */
  readonly database: string;
  readonly properties: ReadonlyMap<string, string>;
}

const defaultPorts = { postgresql: 5432, mysql: 3306, mariadb: 3306 } as const;

/**
 * Reads the URL of a driver for Java: `jdbc:postgresql://host:5432/name?sslmode=require`, and the same for `mysql`,
 * `mariadb` and `sqlite`.
 * @throws ConfigError when it is none of these. The message does not have what follows the `?`.
 */
export function parseJdbcUrl(text: string, key = 'connection.url'): JdbcUrl {
  const match = /^jdbc:(postgresql|mysql|mariadb|sqlite):(.*)$/is.exec(text.trim());
  if (match === null) throw invalid(key, text, unknownDriver(text));
  const kind = (match[1] ?? '').toLowerCase() as DatabaseKind;
  const rest = match[2] ?? '';
  return kind === 'sqlite' ? sqliteUrl(rest) : serverUrl({ kind, rest, text, key });
}

function unknownDriver(text: string): string {
  const driver = /^jdbc:([^:/?]*)/i.exec(text.trim())?.[1];
  const known = 'jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb: or jdbc:sqlite:';
  return driver === undefined
    ? `It must be a JDBC URL that begins with ${known}`
    : `There is no driver for ${driver}; it must begin with ${known}`;
}

function sqliteUrl(rest: string): JdbcUrl {
  const question = rest.indexOf('?');
  const isUri = rest.startsWith('file:');
  const database = question === -1 || isUri ? rest : rest.slice(0, question);
  const properties =
    question === -1 || isUri ? new Map<string, string>() : propertiesIn(rest.slice(question + 1));
  return { kind: 'sqlite', hosts: [], database, properties };
}

interface ServerUrl {
  readonly kind: Exclude<DatabaseKind, 'sqlite'>;
  readonly rest: string;
  readonly text: string;
  readonly key: string;
}

function serverUrl({ kind, rest, text, key }: ServerUrl): JdbcUrl {
  const question = rest.indexOf('?');
  const place = question === -1 ? rest : rest.slice(0, question);
  const properties = propertiesIn(question === -1 ? '' : rest.slice(question + 1));
  const port = defaultPorts[kind];
  // `loadbalance:`, `sequential:` and the like say how hosts are chosen; here they are always tried in order.
  const authority = /^(?:[a-z]+:)?\/\/([^/]*)(?:\/(.*))?$/is.exec(place);
  if (authority === null) {
    if (kind !== 'postgresql' || place.includes('/')) throw invalid(key, text, 'Its host is not understood');
    return { kind, hosts: [{ host: 'localhost', port }], database: decoded(place), properties };
  }
  const hosts = splitHosts(authority[1] ?? '').map((host) => parseHost(host, port));
  if (hosts.includes(null)) throw invalid(key, text, 'Its host is not understood');
  return {
    kind,
    hosts: hosts.filter((host) => host !== null),
    database: decoded(authority[2] ?? ''),
    properties,
  };
}

function splitHosts(authority: string): readonly string[] {
  return authority === '' ? ['localhost'] : authority.split(',');
}

function parseHost(text: string, defaultPort: number): HostAndPort | null {
  const match = /^(\[[^\]]*\]|[^:@()=]*)(?::(\d{1,5}))?$/.exec(text.trim());
  if (match === null) return null;
  const host = (match[1] ?? '').replace(/^\[(.*)\]$/, '$1');
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  return port > 65_535 ? null : { host: host === '' ? 'localhost' : host, port };
}

function propertiesIn(query: string): Map<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? [decoded(pair), 'true']
        : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(key: string, text: string, reason: string): ConfigError {
  const shown = text.replace(/[?;].*$/s, '').replace(/\/\/[^/@]*@/, '//');
  return new ConfigError(`Invalid value ${shown} for configuration ${key}: ${reason}`, {
    code: 'CONFIG_VALUE_INVALID',
    key,
  });
}
