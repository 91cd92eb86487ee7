import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { ConfigError } from '@sluice/connect-api';
import type { ConnectionSettings } from '../connection/connection-settings.ts';
import { driverProperties } from '../connection/connection-settings.ts';
import type {
  Database,
  SqlCursor,
  SqlParameter,
  SqlResult,
  SqlRow,
  TransactionOptions,
} from '../database/database.ts';
import { beginStatement } from '../database/begin-statement.ts';
import { databaseError } from '../database/database-error.ts';
import type { ResultColumn } from '../dialect/column.ts';
import { sqliteComplaint } from './sqlite-complaint.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { declaredType } from './sqlite-types.ts';

/** So long a statement waits for others to end their writing. */
const busyTimeoutMs = 5000;
/** So many prepared statements are kept. */
const maxStatements = 200;

/** Opens a file of SQLite, which is made when it is not there, unless `mode=ro` is among the properties. */
export async function openSqlite(settings: ConnectionSettings): Promise<Database> {
  const { DatabaseSync: Sqlite } = await import('node:sqlite');
  const { database: path } = settings.url;
  if (path === '')
    throw new ConfigError('A URL for SQLite needs the path of a file: jdbc:sqlite:/path/to/file');
  const properties = driverProperties(settings);
  const readOnly = properties.get('mode') === 'ro' || properties.get('open_mode') === '1';
  const timeout = Number(properties.get('busy_timeout') ?? busyTimeoutMs);
  try {
    const file = new Sqlite(path, { readOnly, timeout });
    const version = file.prepare('SELECT sqlite_version()').get()?.['sqlite_version()'];
    return new SqliteDatabase(file, String(version));
  } catch (error) {
    const complaint = sqliteComplaint(error);
    throw databaseError(`The SQLite database ${path} cannot be opened`, complaint, error);
  }
}

class SqliteDatabase implements Database {
  readonly dialect = sqliteDialect;
  readonly serverVersion: string;
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(file: DatabaseSync, serverVersion: string) {
    this.#file = file;
    this.serverVersion = serverVersion;
  }

  get broken(): boolean {
    return !this.#file.isOpen;
  }

  query(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlResult> {
    return this.#attempt(() => {
      const statement = this.#prepare(sql);
      const columns = columnsOf(this.#file, statement);
      const rows = statement.all(...parameters.map(bound)) as unknown as SqlRow[];
      return { columns, rows };
    });
  }

  execute(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    return this.#attempt(() => {
      let statement = this.#prepared.get(sql);
      if (statement === undefined) {
        statement = this.#prepare(sql);
        if (this.#prepared.size < maxStatements) this.#prepared.set(sql, statement);
      }
      return Number(statement.run(...parameters.map(bound)).changes);
    });
  }

  openCursor(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlCursor> {
    return this.#attempt(() => {
      const statement = this.#prepare(sql);
      const columns = columnsOf(this.#file, statement);
      const rows = statement.iterate(...parameters.map(bound)) as unknown as Iterator<SqlRow>;
      return {
        columns,
        read: (maxRows) => this.#attempt(() => take(rows, maxRows)),
        close: () => {
          rows.return?.();
          return Promise.resolve();
        },
      };
    });
  }

  async begin(options: TransactionOptions = {}): Promise<void> {
    for (const statement of beginStatement('sqlite', options)) await this.#run(statement);
  }

  commit(): Promise<void> {
    return this.#run('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#run('ROLLBACK').catch(() => {});
  }

  close(): Promise<void> {
    this.#prepared.clear();
    if (this.#file.isOpen) this.#file.close();
    return Promise.resolve();
  }

  #run(sql: string): Promise<void> {
    return this.#attempt(() => this.#file.exec(sql));
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#file.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement;
  }

  /** SQLite answers at once; what it throws becomes a rejection. */
  #attempt<T>(work: () => T): Promise<T> {
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(databaseError('SQLite refused a statement', sqliteComplaint(error), error));
    }
  }
}

function take(rows: Iterator<SqlRow>, maxRows: number): readonly SqlRow[] {
  const taken: SqlRow[] = [];
  while (taken.length < maxRows) {
    const next = rows.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

function bound(value: SqlParameter): SQLInputValue {
  if (Array.isArray(value)) throw new TypeError('SQLite has no arrays');
  return typeof value === 'boolean' ? (value ? 1n : 0n) : (value as SQLInputValue);
}

function columnsOf(file: DatabaseSync, statement: StatementSync): readonly ResultColumn[] {
  const required = new Map<string, ReadonlySet<string>>();
  const requiredIn = (table: string): ReadonlySet<string> => {
    const known = required.get(table) ?? requiredColumns(file, table);
    required.set(table, known);
    return known;
  };
  return statement.columns().map(({ name, column, table, type }) => ({
    name,
    ...declaredType(type),
    nullable: table === null || column === null || !requiredIn(table).has(column),
    signed: true,
  }));
}

function requiredColumns(file: DatabaseSync, table: string): ReadonlySet<string> {
  const rows = file.prepare('SELECT name, "notnull", pk, type FROM pragma_table_info(?)').all(table);
  const isRequired = (row: (typeof rows)[number]): boolean =>
    row['notnull'] === 1 || (row['pk'] === 1 && String(row['type']).toUpperCase() === 'INTEGER');
  return new Set(rows.filter(isRequired).map((row) => String(row['name'])));
}
