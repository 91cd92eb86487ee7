import type { Database, TableId } from '@sluice/connector-shared-sql';
import type { OpenTransactions, TransactionNames } from './open-transactions.ts';

/** The locks of those who write: held from before the first number is taken until the rows can be seen. */
const writeLocks = "('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')";

/** Every role may read the view of locks; prepared transactions have no process. */
export function postgresTransactions(database: Database): OpenTransactions {
  const names = async (sql: string, parameters: readonly string[]): Promise<TransactionNames> => {
    const { rows } = await database.query(sql, parameters);
    return new Set(
      rows.map(([transaction, pid]) => `${String(transaction)} (process ${String(pid ?? 'none')})`),
    );
  };
  const own = `l.pid IS DISTINCT FROM pg_backend_pid() AND l.granted`;
  const here = '(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())';
  const written = `l.locktype = 'relation' AND l.database = ${here} AND l.mode IN ${writeLocks} AND ${own}`;
  return {
    patienceMs: [5, 10, 20, 40, 80, 160],
    writers: (table) =>
      table === null
        ? names(
            `SELECT DISTINCT l.virtualtransaction, l.pid FROM pg_catalog.pg_locks l WHERE ${written} AND l.relation >= 16384`,
            [],
          )
        : names(
            `WITH RECURSIVE family AS (SELECT to_regclass($1)::oid AS oid UNION
               SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
             SELECT DISTINCT l.virtualtransaction, l.pid FROM pg_catalog.pg_locks l
              WHERE ${written} AND (l.relation IN (SELECT oid FROM family)
                OR (SELECT relkind NOT IN ('r', 'p') FROM pg_catalog.pg_class WHERE oid = to_regclass($1)) AND l.relation >= 16384)`,
            [quotedName(database, table)],
          ),
    all: () =>
      names(
        `SELECT DISTINCT l.virtualtransaction, l.pid FROM pg_catalog.pg_locks l
           LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
          WHERE ${own} AND (l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND a.usesysid IS NOT NULL
                  AND a.datid = ${here}
             OR l.pid IS NULL AND l.locktype = 'relation' AND l.database = ${here} AND l.mode IN ${writeLocks})`,
        [],
      ),
  };
}

function quotedName({ dialect }: Database, { schema, table }: TableId): string {
  return schema === null ? dialect.quote(table) : `${dialect.quote(schema)}.${dialect.quote(table)}`;
}
