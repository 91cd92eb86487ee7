import type { FieldDef } from 'pg';
import type Cursor from 'pg-cursor';
import type { SqlCursor, SqlRow } from '../database/database.ts';
import { databaseError } from '../database/database-error.ts';
import type { ResultColumn } from '../dialect/column.ts';

export interface PostgresCursorParts {
  readonly cursor: Cursor<SqlRow>;
  readonly columns: readonly ResultColumn[];
  /** What the columns were made of. */
  readonly fields: readonly FieldDef[];
  readonly failed: (error: unknown) => Error;
}

/** A portal of the server. */
export class PostgresCursor implements SqlCursor {
  readonly columns: readonly ResultColumn[];
  readonly #parts: PostgresCursorParts;
  #isFirst = true;

  constructor(parts: PostgresCursorParts) {
    this.#parts = parts;
    this.columns = parts.columns;
  }

  read(maxRows: number): Promise<readonly SqlRow[]> {
    const { cursor, failed } = this.#parts;
    return new Promise((resolve, reject) => {
      cursor.read(maxRows, (error, rows, result) => {
        if (error) reject(failed(error));
        else if (rows.length > 0 && !this.#isAsDescribed(result.fields)) reject(changedMeanwhile());
        else resolve(rows);
      });
    });
  }

  async close(): Promise<void> {
    await this.#parts.cursor.close().catch(() => {});
  }

  #isAsDescribed(fields: readonly FieldDef[]): boolean {
    if (!this.#isFirst) return true;
    this.#isFirst = false;
    const described = this.#parts.fields;
    const isSame = (field: FieldDef, index: number): boolean =>
      described[index]?.name === field.name && described[index].dataTypeID === field.dataTypeID;
    return described.length === fields.length && fields.every(isSame);
  }
}

function changedMeanwhile(): Error {
  const message = 'the columns changed between being described and being read';
  return databaseError(
    'A query has to be opened again',
    { fault: 'contention', sqlCode: null, message },
    null,
  );
}
