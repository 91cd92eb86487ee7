import { ConnectError, DataError } from '@sluice/connect-api';
import { faultOf, isPassing, type Database } from '@sluice/connector-shared-sql';
import type { SinkDialect } from '../dialect/sink-dialect.ts';
import type { RefusedRecord } from './refused-record.ts';
import type { Change, RowChange } from './row-change.ts';
import { statementsOf, type GroupingRules } from './row-groups.ts';

export interface BatchWriterParts {
  readonly dialect: SinkDialect;
  readonly keepsLast: boolean;
  /** Whether messages leave out what the database says of values. */
  readonly hidesValues: boolean;
}

/** What is done in the transaction of a batch beside writing its rows. */
export interface TransactionWork {
  /** Called when all rows are written, with the records that were refused; what it throws undoes all. */
  readonly beforeCommit: (refused: readonly RefusedRecord[]) => Promise<void>;
  /** Whether that has nothing to do unless records were refused. */
  readonly isOptional: boolean;
  /** Whether one refused record is enough to know. */
  readonly stopsAtFirst: boolean;
}

/** A batch that is written in parts. */
interface Apart {
  readonly database: Database;
  readonly refused: RefusedRecord[];
  readonly stopsAtFirst: boolean;
}

/** Writes batches of changes, each in one transaction. */
export class BatchWriter {
  readonly #parts: BatchWriterParts;
  readonly #rules: GroupingRules;

  constructor(parts: BatchWriterParts) {
    this.#parts = parts;
    this.#rules = {
      keepsLast: parts.keepsLast,
      truncate: (table) => parts.dialect.statements.truncate(table),
    };
  }

  /**
   * Writes all changes but those that the database refuses for good. These are given back, in order.
   * @throws DatabaseError for everything else, in which case nothing was written.
   */
  async write(
    database: Database,
    changes: readonly Change[],
    work: TransactionWork,
  ): Promise<readonly RefusedRecord[]> {
    const statements = statementsOf(changes, this.#rules);
    const [only, second] = statements;
    try {
      if (work.isOptional && second === undefined) {
        if (only !== undefined) await database.execute(only.sql, only.parameters);
        return [];
      }
      await database.begin();
      for (const { sql, parameters } of statements) await database.execute(sql, parameters);
      await work.beforeCommit([]);
      await database.commit();
      return [];
    } catch (error) {
      await undo(database);
      if (!isOfRows(error)) throw error;
    }
    return this.#writeApart(database, changes, work);
  }

  async #writeApart(
    database: Database,
    changes: readonly Change[],
    { beforeCommit, stopsAtFirst }: TransactionWork,
  ): Promise<readonly RefusedRecord[]> {
    const apart: Apart = { database, refused: [], stopsAtFirst };
    await database.begin();
    try {
      await this.#writePart(apart, changes);
      await beforeCommit(apart.refused);
      await database.commit();
      return apart.refused;
    } catch (error) {
      await undo(database);
      throw error;
    }
  }

  /** Writes what can be written of the changes: all together, or else one half after the other. */
  async #writePart(apart: Apart, changes: readonly Change[]): Promise<void> {
    const { database, refused, stopsAtFirst } = apart;
    const [first, second] = changes;
    if (first === undefined || (stopsAtFirst && refused.length > 0)) return;
    await database.query('SAVEPOINT sluice_part');
    try {
      for (const { sql, parameters } of statementsOf(changes, this.#rules)) {
        await database.execute(sql, parameters);
      }
      const { settleConstraints } = this.#parts.dialect;
      if (settleConstraints !== null) await database.query(settleConstraints);
      await database.query('RELEASE SAVEPOINT sluice_part');
      return;
    } catch (error) {
      if (!isOfRows(error)) throw error;
      await database.query('ROLLBACK TO SAVEPOINT sluice_part');
      await database.query('RELEASE SAVEPOINT sluice_part');
      if (second === undefined) {
        refused.push({ record: first.record, error: await this.#refusal(database, first, error) });
        return;
      }
    }
    const middle = Math.ceil(changes.length / 2);
    await this.#writePart(apart, changes.slice(0, middle));
    await this.#writePart(apart, changes.slice(middle));
  }

  async #refusal(database: Database, change: Change, cause: unknown): Promise<DataError> {
    const { hidesValues } = this.#parts;
    const row =
      change.event === 'truncate' ? `The table ${change.quoted}` : change.bound.rowName(change.record);
    const said = cause instanceof Error ? cause.message : String(cause);
    const field = change.event === 'write' ? await this.#fieldAtFault(database, change, cause) : null;
    const error = new DataError(
      `${hidesValues ? 'A row' : row} is refused by the database${field === null ? '' : `, because of column ${field.name}`}${hidesValues ? '' : `: ${said}`}`,
      {
        code: faultOf(cause) === 'constraint' ? 'DATABASE_CONSTRAINT_VIOLATED' : 'DATABASE_VALUE_REFUSED',
        ...(hidesValues ? {} : { cause }),
      },
    );
    if (field !== null) error.field = field.path;
    return error;
  }

  /** The column of the only row whose value the database does not read; `null` where that cannot be told. */
  async #fieldAtFault(
    database: Database,
    { bound, row }: RowChange,
    error: unknown,
  ): Promise<{ readonly name: string; readonly path: string } | null> {
    const { probe } = this.#parts.dialect;
    if (probe === null || faultOf(error) !== 'value') return null;
    for (const [index, column] of bound.shape.columns.entries()) {
      const value = row[index] ?? null;
      const boundColumn = bound.columns[index];
      if (value === null || boundColumn === undefined) continue;
      await database.query('SAVEPOINT sluice_probe');
      try {
        const { sql, parameters } = probe(boundColumn, value);
        await database.query(sql, parameters);
        await database.query('RELEASE SAVEPOINT sluice_probe');
      } catch (refusal) {
        if (database.broken) throw refusal;
        await database.query('ROLLBACK TO SAVEPOINT sluice_probe');
        await database.query('RELEASE SAVEPOINT sluice_probe');
        return column;
      }
    }
    return null;
  }
}

/** Whether an error is about the rows themselves, so that others may be written. */
function isOfRows(error: unknown): boolean {
  const fault = faultOf(error);
  return fault === 'constraint' || fault === 'value';
}

/** Also where there was no transaction. */
async function undo(database: Database): Promise<void> {
  if (!database.broken) await database.rollback();
}

/** Whether trying again may help. */
export function mayPass(error: unknown): boolean {
  const fault = faultOf(error);
  return fault !== null && isPassing(fault);
}

/** What a task fails with when it has tried often enough. */
export function gaveUp(error: unknown, retries: number): ConnectError {
  const said = error instanceof Error ? error.message : String(error);
  return new ConnectError(`The batch could not be written, tried again ${retries} times: ${said}`, {
    code: 'TABLE_WRITE_FAILED',
    cause: error,
  });
}
