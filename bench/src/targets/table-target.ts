import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import { waitFor, type DatabaseServer } from '@sluice/testing-services';
import type { Target } from './target.ts';

/** A table of PostgreSQL, which need not be there yet. The size of its file is the progress. */
export async function tableTarget(server: DatabaseServer, table: string): Promise<Target> {
  const database = await waitFor('PostgreSQL to serve', () => connected(server));
  const numberOf = async (sql: string): Promise<number> => {
    const { rows } = await database.query(sql);
    return Number(rows[0]?.[0] ?? 0);
  };
  return {
    progress: () => numberOf(`SELECT pg_relation_size(to_regclass('${table}'))`),
    count: () => numberOf(`SELECT count(*) FROM ${table}`),
    remove: async () => {
      await database.query(`DROP TABLE IF EXISTS ${table}`);
      await database.close();
    },
  };
}

function connected(server: DatabaseServer): Promise<Database> {
  return openDatabase({
    url: parseJdbcUrl(server.jdbcUrl('postgres')),
    user: server.user,
    password: null,
    timeZone: 'UTC',
    applicationName: 'bench',
  });
}
