import type { Dialect } from '../dialect/dialect.ts';
import type { ResultColumn } from '../dialect/column.ts';

/**
 * A value as drivers hand it out here: never one that has lost digits. PostgreSQL and MySQL give the text of the
 * database for everything but MySQL's binary strings; SQLite gives `bigint`, `number`, `string` and bytes.
 */
export type SqlValue = string | number | bigint | boolean | Uint8Array | null;

/** What can be sent along with a statement; an array becomes one of PostgreSQL's arrays, other databases refuse it. */
export type SqlParameter = SqlValue | readonly SqlValue[];

/** The values of a row, in the order of the columns. */
export type SqlRow = readonly SqlValue[];

export interface SqlResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly SqlRow[];
}

/** The rows of a query, a few at a time: neither server nor driver holds all of them. */
export interface SqlCursor {
  readonly columns: readonly ResultColumn[];
  /** The next rows, at most `maxRows`, maybe fewer; none at all once it has ended. Calls must not overlap. */
  read(maxRows: number): Promise<readonly SqlRow[]>;
  /** Frees the connection for other statements. May be called twice, and before the end. */
  close(): Promise<void>;
}

export type IsolationLevel =
  'DEFAULT' | 'READ_UNCOMMITTED' | 'READ_COMMITTED' | 'REPEATABLE_READ' | 'SERIALIZABLE';

export interface TransactionOptions {
  /** `DEFAULT` leaves it to the server. */
  readonly isolation?: IsolationLevel;
  readonly readOnly?: boolean;
}

/**
 * One connection to a database. Statements do not overlap: the caller waits for each, and closes a cursor before the next
 * one. All errors of statements are {@link DatabaseError}s. Once {@link Database.broken} it stays so: open another one.
 */
export interface Database {
  readonly dialect: Dialect;
  /** As the server tells it, e.g. `15.18`, `10.11.6-MariaDB`. */
  readonly serverVersion: string;
  /** Whether the connection is gone. */
  readonly broken: boolean;
  /** Runs a statement and collects its rows: for few of them. */
  query(sql: string, parameters?: readonly SqlParameter[]): Promise<SqlResult>;
  /** Runs a prepared statement; the same text is prepared once. Resolves to the number of rows it changed. */
  execute(sql: string, parameters?: readonly SqlParameter[]): Promise<number>;
  /** Runs a query whose rows are then read one batch after the other. */
  openCursor(sql: string, parameters?: readonly SqlParameter[]): Promise<SqlCursor>;
  begin(options?: TransactionOptions): Promise<void>;
  commit(): Promise<void>;
  /** Never throws: what could not be rolled back ends with the connection. */
  rollback(): Promise<void>;
  /** Ends the connection; never throws. */
  close(): Promise<void>;
}

/** Does the work in a transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(
  database: Database,
  work: () => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  await database.begin(options);
  try {
    const result = await work();
    await database.commit();
    return result;
  } catch (error) {
    await database.rollback();
    throw error;
  }
}
