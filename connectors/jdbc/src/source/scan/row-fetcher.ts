import type { SqlCursor, SqlRow } from '@sluice/connector-shared-sql';

const firstFetchRows = 16;
const maxFetchRows = 20_000;
const maxGrowth = 8;
/** So much is fetched at a time, once it is known how large rows are. */
const fetchBytes = 1 << 18;
/** So many rows of a fetch are looked at for that. */
const sampledRows = 32;
/** What a row takes up beside its values. */
const rowBytes = 64;

/**
 * Reads rows of a cursor ahead: while some are worked on, the server sends the next. How many are fetched at a time goes
 * by their size, so that about half a mebibyte is held whatever they are: more would outlive collections.
 */
export class RowFetcher {
  readonly #cursor: SqlCursor;
  readonly #limit: number;
  #fetchRows: number;
  #rows: readonly SqlRow[] = [];
  #position = 0;
  #pending: Promise<readonly SqlRow[]> | null = null;
  #ended = false;

  /** @param limit - at most so many rows at a time; 0 leaves it to their sizes. */
  constructor(cursor: SqlCursor, limit: number) {
    this.#cursor = cursor;
    this.#limit = limit === 0 ? maxFetchRows : limit;
    this.#fetchRows = Math.min(firstFetchRows, this.#limit);
  }

  /** The next rows, at most so many; none at all once all were read. */
  async next(maxRows: number): Promise<readonly SqlRow[]> {
    if (this.#position >= this.#rows.length) await this.#refill();
    const rows = this.#rows;
    const start = this.#position;
    const end = Math.min(start + maxRows, rows.length);
    this.#position = end;
    return start === 0 && end === rows.length ? rows : rows.slice(start, end);
  }

  /** Ends the cursor, after what is under way. */
  async close(): Promise<void> {
    await this.#pending?.catch(() => {});
    this.#pending = null;
    this.#rows = [];
    await this.#cursor.close();
  }

  async #refill(): Promise<void> {
    this.#rows = [];
    this.#position = 0;
    if (this.#ended) return;
    const rows = await (this.#pending ?? this.#cursor.read(this.#fetchRows));
    this.#pending = null;
    this.#rows = rows;
    if (rows.length === 0) {
      this.#ended = true;
      return;
    }
    this.#fetchRows = this.#nextFetchRows(rows);
    this.#pending = this.#cursor.read(this.#fetchRows);
    // Whoever asks for these rows gets the error; nobody may ask any more.
    this.#pending.catch(() => {});
  }

  #nextFetchRows(rows: readonly SqlRow[]): number {
    const step = Math.max(1, Math.floor(rows.length / sampledRows));
    let bytes = 0;
    let count = 0;
    for (let index = 0; index < rows.length; index += step) {
      bytes += sizeOf(rows[index] ?? []);
      count += 1;
    }
    const wanted = Math.floor(fetchBytes / (bytes / count));
    return Math.max(1, Math.min(wanted, this.#fetchRows * maxGrowth, this.#limit));
  }
}

function sizeOf(row: SqlRow): number {
  let bytes = rowBytes;
  for (const value of row) {
    bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
  }
  return bytes;
}
