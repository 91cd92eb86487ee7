import { waitFor, type DatabaseServer } from '@sluice/testing-services';
import pg from 'pg';
import type { Target } from './target.ts';

/** A table of PostgreSQL, which need not be there yet. The size of its file is the progress. */
export async function tableTarget(server: DatabaseServer, table: string): Promise<Target> {
  const client = await waitFor('PostgreSQL to serve', () => connected(server));
  const numberOf = async (sql: string): Promise<number> => {
    const { rows } = await client.query<[string | null]>({ text: sql, rowMode: 'array' });
    return Number(rows[0]?.[0] ?? 0);
  };
  return {
    progress: () => numberOf(`SELECT pg_relation_size(to_regclass('${table}'))`),
    count: () => numberOf(`SELECT count(*) FROM ${table}`),
    remove: async () => {
      await client.query(`DROP TABLE IF EXISTS ${table}`);
      await client.end();
    },
  };
}

async function connected({ host, port, user }: DatabaseServer): Promise<pg.Client> {
  const client = new pg.Client({ host, port, user, database: 'postgres' });
  await client.connect();
  return client;
}
