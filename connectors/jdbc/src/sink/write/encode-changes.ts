import { isDataError, type SinkRecord } from '@sluice/connect-api';
import { faultOf, quoteTable, type Database } from '@sluice/connector-shared-sql';
import type { RecordPlanner } from '../record/record-planner.ts';
import type { RecordPlan, RowShape } from '../record/row-shape.ts';
import { FieldMisfit } from '../table/bound-shape.ts';
import type { TableKeeper, TableKeeperParts } from '../table/table-keeper.ts';
import type { RefusedRecord } from './refused-record.ts';
import type { Change } from './row-change.ts';

export interface ChangeEncoderParts {
  readonly planner: RecordPlanner;
  readonly tables: TableKeeper;
  readonly tableName: (record: SinkRecord) => string;
  readonly tableId: TableKeeperParts['tableId'];
}

/** What became of records before anything is written. */
export interface EncodedChanges {
  readonly changes: readonly Change[];
  readonly refused: readonly RefusedRecord[];
}

/** Turns records into changes of rows, ready to be written. Tables are created and changed meanwhile if need be. */
export class ChangeEncoder {
  readonly #parts: ChangeEncoderParts;

  constructor(parts: ChangeEncoderParts) {
    this.#parts = parts;
  }

  /**
   * @param connection - asked for only when a table has to be looked at or changed; gives one that is free, without a
   * transaction.
   * @throws ConnectError when a table does not suit; DatabaseError
   */
  async encode(connection: () => Promise<Database>, records: readonly SinkRecord[]): Promise<EncodedChanges> {
    const changes: Change[] = [];
    const refused: RefusedRecord[] = [];
    for (const record of records) {
      try {
        // Only records whose columns were not met before have anything to wait for.
        const change = this.#known(record) ?? (await this.#bound(await connection(), record));
        if (change !== null && change !== 'nothing') changes.push(change);
      } catch (error) {
        refused.push({ record, error: refusalIn(error) });
      }
    }
    return { changes, refused };
  }

  /** `null` when the columns of the record have to be bound first. */
  #known(record: SinkRecord): Change | 'nothing' | null {
    const plan = this.#parts.planner.planOf(record);
    const event = plan.eventOf(record);
    if (event === 'nothing') return event;
    if (event === 'truncate') return null;
    const shape = shapeOf(plan, event);
    if (shape === null) return 'nothing';
    const bound = this.#parts.tables.known(this.#parts.tableName(record), shape);
    if (bound === null) return null;
    try {
      return { record, event, bound, row: bound.encode(record) };
    } catch (error) {
      // The column may be widened, which has to be waited for.
      if (error instanceof FieldMisfit) return null;
      throw error;
    }
  }

  async #bound(database: Database, record: SinkRecord): Promise<Change | null> {
    const { planner, tables, tableName, tableId } = this.#parts;
    const plan = planner.planOf(record);
    const event = plan.eventOf(record);
    const name = tableName(record);
    if (event === 'truncate') {
      return { record, event, quoted: quoteTable(database.dialect, tableId(database, name)) };
    }
    const shape = event === 'nothing' ? null : shapeOf(plan, event);
    if (shape === null || event === 'nothing') return null;
    for (let isWidened = false; ; isWidened = true) {
      const bound = tables.known(name, shape) ?? (await tables.bind(database, name, { shape, event }));
      if (bound === null) return null;
      try {
        return { record, event, bound, row: bound.encode(record) };
      } catch (error) {
        if (isWidened || !(error instanceof FieldMisfit)) throw error;
        if (!(await tables.widen(database, name, error.column))) throw error;
      }
    }
  }
}

function shapeOf(plan: RecordPlan, event: 'write' | 'delete'): RowShape | null {
  return event === 'write' ? plan.written : plan.deleted;
}

/** The error to report of a record. @throws what is not the record's fault. */
function refusalIn(error: unknown): unknown {
  if (error instanceof FieldMisfit) return error.cause;
  if (isDataError(error) && faultOf(error) === null) return error;
  throw error;
}
