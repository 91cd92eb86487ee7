import {
  formatTableId,
  quoteTable,
  faultOf,
  type Database,
  type TableId,
} from '@sluice/connector-shared-sql';
import { valueTypeOf } from '../values/value-type.ts';
import type { RowColumn, RowShape } from '../record/row-shape.ts';
import { columnDefinition, mayBeMissing, type ColumnMaking } from './column-definition.ts';
import type { KnownTable } from './known-table.ts';
import { tableError } from './table-error.ts';

/** How far tables follow the records. */
export interface EvolutionPolicy {
  readonly creates: boolean;
  readonly addsColumns: boolean;
  readonly widensColumns: boolean;
  /** The keys that say so, for messages. */
  readonly createKey: string;
  readonly addKey: string;
}

/** The text that creates a table for rows of a shape. */
function createTableText(making: ColumnMaking, quotedTable: string, shape: RowShape): string {
  const { columns, keyCount } = shape;
  const lines = columns.map((column, index) => columnDefinition(making, column, index < keyCount));
  const key = columns.slice(0, keyCount).map(({ name }) => making.quote(name));
  const primaryKey = keyCount === 0 ? [] : [`PRIMARY KEY (${key.join(', ')})`];
  return `CREATE TABLE ${quotedTable} (${[...lines, ...primaryKey].join(', ')})`;
}

/** Creates and changes tables as far as the policy allows. */
export class TableEvolution {
  readonly #making: ColumnMaking;
  readonly #policy: EvolutionPolicy;

  constructor(making: ColumnMaking, policy: EvolutionPolicy) {
    this.#making = making;
    this.#policy = policy;
  }

  /** @throws ConnectError when it must not. */
  async create(database: Database, id: TableId, shape: RowShape): Promise<void> {
    const text = createTableText(this.#making, quoteTable(database.dialect, id), shape);
    if (!this.#policy.creates) {
      throw tableError(
        `There is no table ${formatTableId(id)}`,
        `Set ${this.#policy.createKey}, or create it: ${text}`,
      );
    }
    await database.query(text);
  }

  /** Adds the columns that are missing. @throws ConnectError when it must not, or one cannot be added. */
  async addColumns(database: Database, table: KnownTable, missing: readonly RowColumn[]): Promise<void> {
    const { addsColumns, addKey } = this.#policy;
    const texts = missing.map(
      (column) => `ALTER TABLE ${table.quoted} ADD COLUMN ${columnDefinition(this.#making, column, false)}`,
    );
    const name = formatTableId(table.id);
    if (!addsColumns) {
      const names = missing.map((column) => column.name).join(', ');
      throw tableError(
        `The table ${name} has no column ${names}`,
        `Set ${addKey}, leave the fields out, or add them: ${texts.join('; ')}`,
      );
    }
    const required = missing.find((column) => !mayBeMissing(column));
    if (required !== undefined) {
      throw tableError(
        `The table ${name} has no column ${required.name}, which cannot be added: its field is required and has no default, so that rows that are there would have no value`,
        'Make the field optional, give it a default, or add the column by hand',
      );
    }
    for (const text of texts) await database.query(text);
  }

  /** Gives a column the type that a new one would have; `false` when it must not or cannot. */
  async widen(database: Database, table: KnownTable, column: RowColumn): Promise<boolean> {
    const known = table.column(column.name);
    if (!this.#policy.widensColumns || known === undefined) return false;
    const { dialect } = this.#making;
    const text = dialect.changeType({
      table: table.quoted,
      column: known.bound.name,
      newType: dialect.columnType(valueTypeOf(column.schema), known.column.keyPosition > 0),
      nullable: known.column.nullable,
    });
    if (text === null) return false;
    try {
      await database.query(text);
      return true;
    } catch (error) {
      if (isRefusal(faultOf(error))) return false;
      throw error;
    }
  }
}

/** What is in the column already does not fit the other type. */
function isRefusal(fault: ReturnType<typeof faultOf>): boolean {
  return fault === 'value' || fault === 'statement';
}
