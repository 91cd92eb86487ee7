import type { Client, CustomTypesConfig, FieldDef, QueryArrayConfig } from 'pg';
import type { ConnectionSettings } from '../connection/connection-settings.ts';
import type {
  Database,
  SqlCursor,
  SqlParameter,
  SqlResult,
  SqlRow,
  TransactionOptions,
} from '../database/database.ts';
import { databaseError } from '../database/database-error.ts';
import { beginStatement } from '../database/begin-statement.ts';
import { StatementNames } from '../database/statement-names.ts';
import { connectPostgres } from './postgres-client.ts';
import { describeStatement } from './describe-statement.ts';
import { PostgresColumns } from './postgres-columns.ts';
import { postgresComplaint } from './postgres-complaint.ts';
import { PostgresCursor } from './postgres-cursor.ts';
import { postgresDialect } from './postgres-dialect.ts';

/** Every value as the text that the server sent. */
const asText: CustomTypesConfig = { getTypeParser: () => (value: string) => value };

/** Connects to PostgreSQL. */
export async function openPostgres(settings: ConnectionSettings): Promise<Database> {
  const client = await connectPostgres(settings);
  try {
    const { rows } = await client.query<{ readonly server_version: string }>('SHOW server_version');
    return new PostgresDatabase(client, rows[0]?.server_version ?? '');
  } catch (error) {
    await client.end().catch(() => {});
    throw databaseError('The server does not tell its version', postgresComplaint(error), error);
  }
}

class PostgresDatabase implements Database {
  readonly dialect = postgresDialect;
  readonly serverVersion: string;
  readonly #client: Client;
  readonly #columns: PostgresColumns;
  readonly #names = new StatementNames();
  #broken = false;

  constructor(client: Client, serverVersion: string) {
    this.#client = client;
    this.serverVersion = serverVersion;
    this.#columns = new PostgresColumns(client);
    client.on('end', () => (this.#broken = true));
    client.on('error', () => (this.#broken = true));
  }

  get broken(): boolean {
    return this.#broken;
  }

  async query(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlResult> {
    const { fields, rows } = await this.#run({ text: sql, values: [...parameters], rowMode: 'array' });
    const columns = this.#columns.describeKnown(fields) ?? (await this.#columns.describe(fields));
    return { columns, rows };
  }

  async execute(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    const name = this.#names.nameOf(sql);
    const statement: QueryArrayConfig = { text: sql, values: [...parameters], rowMode: 'array' };
    const { rowCount } = await this.#run(name === null ? statement : { ...statement, name });
    return rowCount ?? 0;
  }

  async openCursor(sql: string, parameters: readonly SqlParameter[] = []): Promise<SqlCursor> {
    const { default: Cursor } = await import('pg-cursor');
    const failed = (error: unknown) => this.#failed(error);
    try {
      // A cursor has the connection for itself: what has to be asked is asked before.
      const fields = await describeStatement(this.#client, sql);
      const columns = await this.#columns.describe(fields);
      const cursor = new Cursor<SqlRow>(sql, [...parameters], { rowMode: 'array', types: asText });
      return new PostgresCursor({ cursor: this.#client.query(cursor), columns, fields, failed });
    } catch (error) {
      throw this.#failed(error);
    }
  }

  async begin(options: TransactionOptions = {}): Promise<void> {
    await this.#run({ text: beginStatement('postgresql', options).join('; '), rowMode: 'array' });
  }

  async commit(): Promise<void> {
    await this.#run({ text: 'COMMIT', rowMode: 'array' });
  }

  async rollback(): Promise<void> {
    await this.#run({ text: 'ROLLBACK', rowMode: 'array' }).catch(() => this.close());
  }

  async close(): Promise<void> {
    this.#broken = true;
    await this.#client.end().catch(() => {});
  }

  async #run(statement: QueryArrayConfig): Promise<{
    readonly fields: readonly FieldDef[];
    readonly rows: readonly SqlRow[];
    readonly rowCount: number | null;
  }> {
    try {
      return await this.#client.query<never[]>({ ...statement, types: asText });
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): Error {
    const complaint = postgresComplaint(error);
    if (complaint.fault === 'connection') this.#broken = true;
    return databaseError('PostgreSQL refused a statement', complaint, error);
  }
}
