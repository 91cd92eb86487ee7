import type { SqlParameter } from '@sluice/connector-shared-sql';
import type { InsertMode } from '../record/row-settings.ts';
import { arrayLiteral } from './postgres-array.ts';
import type { BoundColumn, EncodedRow, RowStatements, StatementShape, Statements } from './statements.ts';

/**
 * Each column of a batch is one array, so that a statement has as many parameters as columns and its text does not depend on
 * the number of rows.
 */
export const postgresStatements: Statements = {
  write(shape, mode) {
    const sql = mode === 'update' ? updateText(shape) : insertText(shape, mode);
    return asArrays(sql, shape.columns.length);
  },

  remove(shape) {
    const { table, columns } = shape;
    const matching = columns.map(({ name }, index) => `t.${name} = ${castColumn(columns, index)}`);
    return asArrays(
      `DELETE FROM ${table} AS t USING ${unnested(columns)} WHERE ${matching.join(' AND ')}`,
      columns.length,
    );
  },

  truncate: (table) => `TRUNCATE TABLE ${table}`,
};

function insertText({ table, columns, keyCount }: StatementShape, mode: InsertMode): string {
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map((_, index) => castColumn(columns, index)).join(', ');
  const insert = `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${unnested(columns)}`;
  if (mode === 'insert') return insert;
  const key = columns.slice(0, keyCount).map(({ name }) => name);
  const others = columns.slice(keyCount).map(({ name }) => `${name} = EXCLUDED.${name}`);
  const action = others.length === 0 ? 'NOTHING' : `UPDATE SET ${others.join(', ')}`;
  return `${insert} ON CONFLICT (${key.join(', ')}) DO ${action}`;
}

function updateText({ table, columns, keyCount }: StatementShape): string {
  const matching = columns
    .slice(0, keyCount)
    .map(({ name }, index) => `t.${name} = ${castColumn(columns, index)}`);
  const others = columns.slice(keyCount);
  const changes = others.map(({ name }, index) => `${name} = ${castColumn(columns, keyCount + index)}`);
  return `UPDATE ${table} AS t SET ${changes.join(', ')} FROM ${unnested(columns)} WHERE ${matching.join(' AND ')}`;
}

/** Arrays of arrays would be flattened, so that arrays travel as texts. */
function travelsAsText({ type }: BoundColumn): boolean {
  return type.kind === 'array';
}

function unnested(columns: readonly BoundColumn[]): string {
  const arrays = columns.map((column, index) => {
    const type = travelsAsText(column) ? 'text' : column.castType;
    return `$${index + 1}::${type}[]`;
  });
  const names = columns.map((_, index) => `c${index + 1}`);
  return `UNNEST(${arrays.join(', ')}) AS v(${names.join(', ')})`;
}

function castColumn(columns: readonly BoundColumn[], index: number): string {
  const column = columns[index];
  const name = `v.c${index + 1}`;
  return column !== undefined && travelsAsText(column) ? `${name}::${column.castType}` : name;
}

function asArrays(sql: string, width: number): RowStatements {
  return (rows) => {
    const parameters: SqlParameter[] = [];
    for (let index = 0; index < width; index += 1) parameters.push(columnLiteral(rows, index));
    return [{ sql, parameters }];
  };
}

function columnLiteral(rows: readonly EncodedRow[], index: number): string {
  return arrayLiteral(rows, (row) => row[index] ?? null);
}
