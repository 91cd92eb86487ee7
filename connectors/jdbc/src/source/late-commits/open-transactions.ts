import type { Database, TableId } from '@sluice/connector-shared-sql';
import { innodbTransactions } from './innodb-transactions.ts';
import { postgresTransactions } from './postgres-transactions.ts';

/** Who may still commit rows, by what only one transaction ever is called. */
export type TransactionNames = ReadonlySet<string>;

/** Asks a database which transactions are open. */
export interface OpenTransactions {
  /** Those that may have taken numbers for rows of the table and not committed yet; of any table when it is `null`. */
  writers(table: TableId | null): Promise<TransactionNames>;
  /** Those that may write with a time that lies before now. */
  all(): Promise<TransactionNames>;
  /** How long to wait before looking again at those that are open, time after time. */
  readonly patienceMs: readonly number[];
}

/** `null` where commits come in the order of the writing. */
export function openTransactionsOf(database: Database): OpenTransactions | null {
  switch (database.dialect.kind) {
    case 'postgresql':
      return postgresTransactions(database);
    case 'mysql':
    case 'mariadb':
      return innodbTransactions(database);
    case 'sqlite':
      return null;
  }
}
