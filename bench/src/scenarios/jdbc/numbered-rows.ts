import { inTransaction, openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import { startPostgres, type DatabaseServer } from '@sluice/testing-services';
import type { Stage } from '../scenario.ts';

/** A server, and a table in it. */
export interface RowsInPostgres {
  readonly jdbcUrl: string;
  readonly user: string;
}

/** So that a row has about 200 bytes: two numbers, a decimal, two times and texts. */
const createRows = (count: number): readonly string[] => [
  `CREATE TABLE rows (id bigint PRIMARY KEY, customer integer NOT NULL, amount numeric(12,2) NOT NULL,
     created_at timestamptz NOT NULL, changed_at timestamp NOT NULL, name text NOT NULL, note text)`,
  `INSERT INTO rows SELECT n, n % 100000, n / 100.0, '2024-01-01'::timestamptz + n * interval '1 second',
     '2024-01-01'::timestamp + n * interval '1 millisecond', 'customer number ' || n, repeat(md5(n::text), 4)
     FROM generate_series(1, ${count}) n`,
];

/** Starts PostgreSQL 15 with a table of so many rows. It stops when the scenario has ended. */
export async function rowsInPostgres({ records, atEnd }: Stage): Promise<RowsInPostgres> {
  const server = await startPostgres(15);
  atEnd(() => server.stop());
  const database = await open(server);
  try {
    await inTransaction(database, async () => {
      for (const statement of createRows(records)) await database.query(statement);
    });
    await database.query('ANALYZE rows');
  } finally {
    await database.close();
  }
  return { jdbcUrl: server.jdbcUrl('postgres'), user: server.user };
}

function open(server: DatabaseServer): Promise<Database> {
  return openDatabase({
    url: parseJdbcUrl(server.jdbcUrl('postgres')),
    user: server.user,
    password: null,
    timeZone: 'UTC',
    applicationName: 'bench',
  });
}
