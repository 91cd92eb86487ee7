import type { ConfigIssue } from '@sluice/connect-api';
import {
  faultOf,
  quoteTable,
  type ConnectionSettings,
  type Database,
  type DatabaseFault,
  type TableId,
} from '@sluice/connector-shared-sql';

const connectRemedies: Partial<Record<DatabaseFault, readonly [key: string, remedy: string]>> = {
  credentials: ['connection.user', 'Correct connection.user and connection.password'],
  missing: ['connection.url', 'Correct the name of the database in connection.url, or create it'],
  privilege: ['connection.user', 'GRANT CONNECT ON DATABASE, or what the database calls it, to the user'],
  contention: ['connection.url', 'The database has no connection left: raise its limit, or close others'],
};

/** What keeps from connecting. */
export function connectIssue(error: unknown, { url }: ConnectionSettings): ConfigIssue {
  const [key, remedy] = connectRemedies[faultOf(error) ?? 'connection'] ?? [
    'connection.url',
    url.kind === 'sqlite'
      ? 'Check the path, and that the user of the worker may read it and write beside it'
      : 'Check host, port and TLS properties, that the database runs, and that nothing between blocks it',
  ];
  return { key, message: `${messageOf(error)}. ${remedy}` };
}

export interface ReadPlace {
  readonly database: Database;
  /** `null` for the query. */
  readonly table: TableId | null;
}

/** What keeps from reading. */
export function readIssue(error: unknown, { database, table }: ReadPlace): ConfigIssue {
  const key = table === null ? 'query' : 'connection.user';
  if (faultOf(error) !== 'privilege')
    return { key: table === null ? 'query' : 'table.whitelist', message: messageOf(error) };
  return { key, message: `${messageOf(error)}. ${grantFor(database, table)}` };
}

function grantFor({ dialect }: Database, table: TableId | null): string {
  if (table === null) return 'GRANT SELECT on the tables of the query to the user';
  const grant = `GRANT SELECT ON ${quoteTable(dialect, table)} TO the user`;
  if (dialect.kind !== 'postgresql' || table.schema === null) return grant;
  return `GRANT USAGE ON SCHEMA ${dialect.quote(table.schema)} TO the user and ${grant}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
