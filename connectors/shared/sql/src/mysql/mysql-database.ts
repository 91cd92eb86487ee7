import type { Connection, FieldPacket, QueryOptions, ResultSetHeader } from 'mysql2';
import type { ConnectionSettings } from '../connection/connection-settings.ts';
import type {
  Database,
  SqlCursor,
  SqlParameter,
  SqlResult,
  SqlValue,
  TransactionOptions,
} from '../database/database.ts';
import { beginStatement } from '../database/begin-statement.ts';
import { databaseError } from '../database/database-error.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { mysqlComplaint } from './mysql-complaint.ts';
import { connectMysql } from './mysql-connection.ts';
import { MysqlCursor } from './mysql-cursor.ts';
import { mariadbDialect, mysqlDialect } from './mysql-dialect.ts';
import { mysqlColumn } from './mysql-types.ts';
import { readRow } from './read-row.ts';

/** Connects to MySQL or MariaDB. Times come and go in UTC, strings in UTF-8. */
export async function openMysql(settings: ConnectionSettings): Promise<Database> {
  const connection = await connectMysql(settings);
  const database = new MysqlDatabase(connection);
  try {
    await database.prepareSession(settings);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

class MysqlDatabase implements Database {
  readonly #connection: Connection;
  #broken = false;
  #version = '';

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.on('error', () => (this.#broken = true));
    connection.on('end', () => (this.#broken = true));
  }

  get dialect(): Dialect {
    return /mariadb/i.test(this.#version) ? mariadbDialect : mysqlDialect;
  }

  get serverVersion(): string {
    return this.#version;
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Values that do not fit are refused, whatever the server would do by itself. */
  async prepareSession({ url }: ConnectionSettings): Promise<void> {
    const mode = "CONCAT_WS(',', NULLIF(@@sql_mode, ''), 'STRICT_ALL_TABLES')";
    await this.query(`SET SESSION time_zone = '+00:00', sql_mode = ${mode}`);
    const variables = url.properties.get('sessionVariables');
    if (variables !== undefined) await this.query(`SET SESSION ${variables}`);
    const { rows } = await this.query('SELECT VERSION()');
    this.#version = String(rows[0]?.[0] ?? '');
  }

  async query(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlResult> {
    const options = this.#statement(sql, parameters);
    const [rows, fields] = await this.#call<
      readonly (readonly (Buffer | null)[])[],
      FieldPacket[] | undefined
    >((done) => this.#connection.query(options, done as never));
    if (fields === undefined || !Array.isArray(rows)) return { columns: [], rows: [] };
    const columns = fields.map(mysqlColumn);
    return { columns, rows: rows.map((row) => readRow(row, columns).values) };
  }

  async execute(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    const values = parameters.map(prepared);
    const [result] = await this.#call<ResultSetHeader, unknown>((done) =>
      this.#connection.execute({ sql, values }, done as never),
    );
    return result.affectedRows;
  }

  async openCursor(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlCursor> {
    const query = this.#connection.query(this.#statement(sql, parameters));
    try {
      const cursor = await MysqlCursor.open(this.#connection, query);
      return {
        columns: cursor.columns,
        read: (maxRows) =>
          cursor.read(maxRows).catch((error: unknown) => Promise.reject(this.#failed(error))),
        close: () => cursor.close(),
      };
    } catch (error) {
      throw this.#failed(error);
    }
  }

  async begin(options: TransactionOptions = {}): Promise<void> {
    for (const statement of beginStatement('mysql', options)) await this.query(statement);
  }

  async commit(): Promise<void> {
    await this.query('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.query('ROLLBACK').catch(() => this.close());
  }

  close(): Promise<void> {
    this.#broken = true;
    this.#connection.destroy();
    return Promise.resolve();
  }

  #statement(sql: string, parameters: readonly SqlParameter[]): QueryOptions {
    return { sql, values: parameters.map(prepared), typeCast: false, rowsAsArray: true };
  }

  #call<A, B>(start: (done: (error: unknown, first: A, second: B) => void) => void): Promise<[A, B]> {
    return new Promise((resolve, reject) => {
      start((error, first, second) => {
        if (error === null || error === undefined) resolve([first, second]);
        else reject(this.#failed(error));
      });
    });
  }

  #failed(error: unknown): Error {
    const complaint = mysqlComplaint(error);
    if (complaint.fault === 'connection') this.#broken = true;
    const name = this.dialect.kind === 'mariadb' ? 'MariaDB' : 'MySQL';
    return databaseError(`${name} refused a statement`, complaint, error);
  }
}

/** Numbers that a `number` would not hold go as text, which the server reads exactly. */
function prepared(value: SqlParameter): string | number | boolean | Buffer | null {
  if (Array.isArray(value)) throw new TypeError('MySQL has no arrays');
  const single = value as SqlValue;
  if (typeof single === 'bigint') return single.toString();
  if (single instanceof Uint8Array) return Buffer.from(single.buffer, single.byteOffset, single.byteLength);
  return single;
}
