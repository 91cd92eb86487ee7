import { DataError, formatJavaText, nameField, type SinkRecord } from '@sluice/connect-api';
import { formatTableId } from '@sluice/connector-shared-sql';
import type { SinkDialect } from '../dialect/sink-dialect.ts';
import type { BoundColumn, EncodedRow, RowStatements } from '../dialect/statements.ts';
import type { InsertMode } from '../record/row-settings.ts';
import type { RowColumn, RowShape } from '../record/row-shape.ts';
import { encoderOf, type ValueEncoder } from '../values/encode-value.ts';
import { misfit, shown } from '../values/misfit.ts';
import type { TargetLimits } from '../values/target-type.ts';
import type { KnownColumn, KnownTable } from './known-table.ts';

/** How a shape is bound to a table. */
export interface Binding {
  readonly dialect: SinkDialect;
  readonly limits: TargetLimits;
  readonly mode: InsertMode;
}

interface BoundField {
  readonly source: RowColumn;
  readonly known: KnownColumn;
  readonly encode: ValueEncoder;
}

/** Says which column a value did not fit into; the cause is the error to report. */
export class FieldMisfit extends Error {
  readonly column: RowColumn;

  constructor(column: RowColumn, cause: unknown) {
    super(`${column.path} does not fit`, { cause });
    this.column = column;
  }
}

/** Rows of one shape on their way into one table: what is made of a record, and the statements that write many of it. */
export class BoundShape {
  readonly table: KnownTable;
  readonly shape: RowShape;
  readonly write: RowStatements;
  readonly remove: RowStatements;
  /** The same for shapes whose rows may be written with one statement. */
  readonly signature: string;
  readonly columns: readonly BoundColumn[];
  readonly #fields: readonly BoundField[];

  /** @throws FieldMisfit when no value of a column fits. */
  constructor(table: KnownTable, shape: RowShape, binding: Binding) {
    const { dialect, mode } = binding;
    this.table = table;
    this.shape = shape;
    this.#fields = shape.columns.map((source) => boundField(table, source, binding));
    this.columns = this.#fields.map(({ known }) => known.bound);
    const statementShape = { table: table.quoted, columns: this.columns, keyCount: shape.keyCount };
    this.signature = JSON.stringify([table.quoted, ...this.columns.map(({ name }) => name)]);
    const isKeyOnly = shape.keyCount === shape.columns.length;
    this.write = isKeyOnly && mode === 'update' ? () => [] : dialect.statements.write(statementShape, mode);
    this.remove = dialect.statements.remove(statementShape);
  }

  /** The values of a row, ready to be sent. @throws FieldMisfit */
  encode(record: SinkRecord): EncodedRow {
    const fields = this.#fields;
    const row: EncodedRow[number][] = [];
    for (let index = 0; index < fields.length; index += 1) {
      row.push(this.#encodeField(fields[index] as BoundField, record));
    }
    return row;
  }

  #encodeField({ source, known, encode }: BoundField, record: SinkRecord): EncodedRow[number] {
    try {
      const value = source.read(record);
      if (value !== null && value !== undefined) return encode(value);
      if (known.takesNull) return null;
      throw misfit(known.target, 'it has no value, and the column takes none');
    } catch (error) {
      throw new FieldMisfit(source, this.#inTable(error, source, record));
    }
  }

  /** How messages name the row of a record: its table, and its key where it has one. */
  rowName(record: SinkRecord): string {
    const key = this.shape.columns
      .slice(0, this.shape.keyCount)
      .map((column) => `${column.name} ${keyText(column, record)}`);
    const table = `table ${formatTableId(this.table.id)}`;
    return key.length === 0 ? `A row of ${table}` : `The row of ${table} with ${key.join(', ')}`;
  }

  #inTable(error: unknown, { path }: RowColumn, record: SinkRecord): unknown {
    const message = error instanceof Error ? error.message : String(error);
    const named = new DataError(`${this.rowName(record)}: ${message}`, {
      code: 'DATABASE_VALUE_REFUSED',
      cause: error,
    });
    return nameField(named, path);
  }
}

/** Nothing is thrown where a message is put together. */
function keyText({ read, schema }: RowColumn, record: SinkRecord): string {
  try {
    return shown(formatJavaText(read(record), schema));
  } catch {
    return '?';
  }
}

function boundField(table: KnownTable, source: RowColumn, { dialect, limits }: Binding): BoundField {
  const known = table.column(source.name);
  if (known === undefined) throw new TypeError(`The column ${source.name} was not looked for`);
  try {
    const encode = encoderOf({
      schema: source.schema,
      target: known.target,
      limits,
      arrayText: (items) => dialect.arrayText(items),
    });
    return { source, known, encode };
  } catch (error) {
    throw new FieldMisfit(source, nameField(error, source.path));
  }
}
