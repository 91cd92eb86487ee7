import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DatabaseServer } from './database-server.ts';
import { startMariadb } from './mariadb.ts';
import { startMysql } from './mysql.ts';
import { startPostgres } from './postgres.ts';

/** The servers that test files can share. */
export type SharedDatabaseName = 'postgres15' | 'postgres18' | 'mariadb' | 'mysql8';

/** Where such a server is. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Begins as the JDBC URL of any of its databases does; the name of the database follows. */
  readonly jdbcUrl: string;
}

const starters: Readonly<Record<SharedDatabaseName, () => Promise<DatabaseServer>>> = {
  postgres15: () => startPostgres(15),
  postgres18: () => startPostgres(18),
  mariadb: () => startMariadb(),
  mysql8: () => startMysql(),
};

/** Starts servers when they are first asked for over HTTP, and ends those that were started. */
export class SharedDatabases {
  readonly #started = new Map<SharedDatabaseName, Promise<DatabaseServer>>();
  readonly #http: Server;

  private constructor() {
    this.#http = createServer((request, response) => {
      this.#answer((request.url ?? '').slice(1)).then(
        (address) => response.end(JSON.stringify(address)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }

  static async listen(): Promise<SharedDatabases> {
    const shared = new SharedDatabases();
    await new Promise<void>((resolve) => shared.#http.listen(0, '127.0.0.1', resolve));
    return shared;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#http.close();
    const servers = await Promise.allSettled(this.#started.values());
    const running = servers.filter((server) => server.status === 'fulfilled');
    await Promise.all(running.map(({ value }) => value.stop()));
  }

  async #answer(name: string): Promise<DatabaseAddress> {
    if (!Object.hasOwn(starters, name)) throw new Error(`There is no database ${name}`);
    const known = name as SharedDatabaseName;
    const starting = this.#started.get(known) ?? starters[known]();
    this.#started.set(known, starting);
    const { host, port, user, password, ...server } = await starting.then((one) => ({
      host: one.host,
      port: one.port,
      user: one.user,
      password: one.password,
      jdbcUrl: one.jdbcUrl(''),
    }));
    return { host, port, user, password, ...server };
  }
}

/**
 * A server that test files share, started when the first of them asks; each makes databases of its own.
 * `SLUICE_TEST_<NAME>` in the environment, a JDBC URL with user and password as its properties, takes its place.
 * @param url - `inject('databases').url` of vitest.
 */
export async function sharedDatabase(name: SharedDatabaseName, url: string): Promise<DatabaseAddress> {
  const given = process.env[`SLUICE_TEST_${name.toUpperCase()}`];
  if (given !== undefined) return addressIn(given);
  const response = await fetch(`${url}/${name}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as DatabaseAddress;
}

function addressIn(jdbcUrl: string): DatabaseAddress {
  const url = new URL(jdbcUrl.replace(/^jdbc:/, ''));
  return {
    host: url.hostname,
    port: Number(url.port),
    user: url.searchParams.get('user') ?? '',
    password: url.searchParams.get('password') ?? '',
    jdbcUrl: `jdbc:${url.protocol}//${url.host}/`,
  };
}
