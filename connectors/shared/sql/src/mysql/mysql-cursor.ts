import type { Connection, FieldPacket, Query } from 'mysql2';
import type { SqlCursor, SqlRow } from '../database/database.ts';
import type { ResultColumn } from '../dialect/column.ts';
import { mysqlColumn } from './mysql-types.ts';
import { readRow } from './read-row.ts';

/** So many bytes that were not asked for yet are held; then the server has to wait. */
const maxWaitingBytes = 1 << 20;

/**
 * The rows of a query as they come in. The server sends them as fast as they are taken: while enough of them wait here,
 * nothing is read from the connection.
 */
export class MysqlCursor implements SqlCursor {
  readonly columns: readonly ResultColumn[];
  readonly #stream: RowStream;

  private constructor(stream: RowStream, columns: readonly ResultColumn[]) {
    this.#stream = stream;
    this.columns = columns;
  }

  static async open(connection: Connection, query: Query): Promise<MysqlCursor> {
    const stream = new RowStream(connection, query);
    return new MysqlCursor(stream, await stream.columns);
  }

  read(maxRows: number): Promise<readonly SqlRow[]> {
    return this.#stream.read(maxRows);
  }

  /** @remarks What the server has still to send must be read before the connection can be used again. */
  close(): Promise<void> {
    return this.#stream.drain();
  }
}

class RowStream {
  readonly columns: Promise<readonly ResultColumn[]>;
  readonly #connection: Connection;
  #known: readonly ResultColumn[] = [];
  #rows: SqlRow[] = [];
  #waitingBytes = 0;
  #paused = false;
  #ended = false;
  #discarding = false;
  #error: unknown = null;
  #wake: () => void = () => {};

  constructor(connection: Connection, query: Query) {
    this.#connection = connection;
    this.columns = new Promise((resolve, reject) => {
      query.on('fields', (fields: FieldPacket[]) => {
        this.#known = fields.map(mysqlColumn);
        resolve(this.#known);
      });
      query.on('error', (error: unknown) => {
        this.#error = error;
        this.#ended = true;
        reject(error);
        this.#wake();
      });
    });
    query.on('result', (row: unknown) => this.#take(row));
    query.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  async read(maxRows: number): Promise<readonly SqlRow[]> {
    while (this.#rows.length === 0 && !this.#ended) await this.#more();
    if (this.#rows.length > 0) return this.#hand(maxRows);
    if (this.#error !== null) throw this.#error;
    return [];
  }

  async drain(): Promise<void> {
    this.#discarding = true;
    this.#rows = [];
    while (!this.#ended) await this.#more();
  }

  #take(row: unknown): void {
    if (this.#discarding || !Array.isArray(row)) return;
    const { values, bytes } = readRow(row as (Buffer | null)[], this.#known);
    this.#rows.push(values);
    this.#waitingBytes += bytes;
    if (this.#waitingBytes >= maxWaitingBytes && !this.#paused) {
      this.#paused = true;
      this.#connection.pause();
    }
    this.#wake();
  }

  #hand(maxRows: number): readonly SqlRow[] {
    const rows = this.#rows;
    this.#rows = rows.length > maxRows ? rows.slice(maxRows) : [];
    if (this.#rows.length === 0) this.#waitingBytes = 0;
    return rows.length > maxRows ? rows.slice(0, maxRows) : rows;
  }

  #more(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#paused) {
      this.#paused = false;
      this.#connection.resume();
    }
    return woken;
  }
}
