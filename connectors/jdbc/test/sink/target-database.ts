import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Password } from '@sluice/connect-api';
import { openDatabase, parseJdbcUrl, type Database, type SqlRow } from '@sluice/connector-shared-sql';
import { sharedDatabase, type SharedDatabaseName } from '@sluice/testing-services';

/** The databases that tests are run with. */
export type TargetName = SharedDatabaseName | 'sqlite';

/** A new, empty database for one test. */
export interface TargetDatabase {
  readonly name: TargetName;
  /** The keys of the connection, as Confluent and Aiven have them. */
  readonly config: Readonly<Record<string, string>>;
  /** A connection of the test's own. */
  readonly own: Database;
  rows(sql: string): Promise<readonly SqlRow[]>;
  quote(name: string): string;
  close(): Promise<void>;
}

/** @param servers - `inject('databases').url` of vitest. */
export async function openTarget(name: TargetName, servers: string): Promise<TargetDatabase> {
  return name === 'sqlite' ? openFile() : openServer(name, servers);
}

async function openFile(): Promise<TargetDatabase> {
  const path = join(tmpdir(), `sluice-${randomUUID()}.db`);
  const url = `jdbc:sqlite:${path}`;
  const own = await connect(url, null);
  await own.query('PRAGMA journal_mode = WAL');
  return target('sqlite', {
    config: { 'connection.url': url },
    own,
    close: async () => {
      await own.close();
      for (const end of ['', '-wal', '-shm']) await rm(path + end, { force: true });
    },
  });
}

async function openServer(name: SharedDatabaseName, servers: string): Promise<TargetDatabase> {
  const address = await sharedDatabase(name, servers);
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const first = name.startsWith('postgres') ? 'postgres' : 'mysql';
  const admin = await connect(address.jdbcUrl + first, address);
  await admin.query(`CREATE DATABASE ${database}`);
  const url = address.jdbcUrl + database;
  const own = await connect(url, address);
  return target(name, {
    config: {
      'connection.url': url,
      'connection.user': address.user,
      'connection.password': address.password,
    },
    own,
    close: async () => {
      await own.close();
      await admin.query(`DROP DATABASE ${database}${name.startsWith('postgres') ? ' WITH (FORCE)' : ''}`);
      await admin.close();
    },
  });
}

function target(name: TargetName, parts: Pick<TargetDatabase, 'config' | 'own' | 'close'>): TargetDatabase {
  return {
    name,
    ...parts,
    rows: async (sql) => (await parts.own.query(sql)).rows,
    quote: (identifier) => parts.own.dialect.quote(identifier),
  };
}

function connect(
  url: string,
  access: { readonly user: string; readonly password: string } | null,
): Promise<Database> {
  return openDatabase({
    url: parseJdbcUrl(url),
    user: access?.user ?? null,
    password: access === null ? null : new Password(access.password),
    timeZone: 'UTC',
    applicationName: 'test',
  });
}
