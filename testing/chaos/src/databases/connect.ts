import { createHash } from 'node:crypto';
import { Password } from '@sluice/connect-api';
import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import type { DatabaseServer } from '@sluice/testing-services';

/** A connection of the test to a database of a server. */
export function connectTo(server: DatabaseServer, database: string): Promise<Database> {
  return openDatabase({
    url: parseJdbcUrl(server.jdbcUrl(database)),
    user: server.user,
    password: new Password(server.password),
    timeZone: 'UTC',
    applicationName: 'chaos',
  });
}

/** What a query gives, as one short text; the number of its rows is in front. */
export async function checksumOf(server: DatabaseServer, database: string, sql: string): Promise<string> {
  const connection = await connectTo(server, database);
  try {
    const { rows } = await connection.query(sql);
    const hash = createHash('sha256');
    for (const row of rows) hash.update(`${row.map(String).join('\u0001')}\u0002`);
    return `${rows.length} rows, ${hash.digest('hex').slice(0, 16)}`;
  } finally {
    await connection.close();
  }
}
