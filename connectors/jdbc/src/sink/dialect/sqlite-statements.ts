import type { EncodedValue } from '../values/encode-value.ts';
import type { SqlValue } from '@sluice/connector-shared-sql';
import { insertText, keyCondition, multiRow, placeholders, rowsWithin } from './multi-row-statements.ts';
import type { BoundColumn, RowStatements, Statement, StatementShape, Statements } from './statements.ts';

/** A statement of more gains nothing: there is no way to a server. */
const maxParameters = 1024;

export const sqliteStatements: Statements = {
  write(shape, mode) {
    const text = mode === 'update' ? updateText(shape) : writeText(shape, mode === 'upsert');
    return native(shape, multiRow(text, rowsWithin(shape, maxParameters)));
  },

  remove(shape) {
    const key = shape.columns.map(({ name }) => ({ name, parameter: '?' }));
    const text = (count: number) => `DELETE FROM ${shape.table} WHERE ${keyCondition(key, count)}`;
    return native(shape, multiRow(text, rowsWithin(shape, 256)));
  },

  truncate: (table) => `DELETE FROM ${table}`,
};

function writeText(shape: StatementShape, isUpsert: boolean): (count: number) => string {
  const { columns, keyCount } = shape;
  const key = columns.slice(0, keyCount).map(({ name }) => name);
  const others = columns.slice(keyCount).map(({ name }) => `${name} = excluded.${name}`);
  const action = others.length === 0 ? 'NOTHING' : `UPDATE SET ${others.join(', ')}`;
  const clause = isUpsert ? ` ON CONFLICT (${key.join(', ')}) DO ${action}` : '';
  return (count) => insertText(shape, count) + clause;
}

function updateText({ table, columns, keyCount }: StatementShape): (count: number) => string {
  const valueOf = (index: number) => `v.column${index + 1}`;
  const changes = columns.slice(keyCount).map(({ name }, index) => `${name} = ${valueOf(keyCount + index)}`);
  const matching = columns.slice(0, keyCount).map(({ name }, index) => `t.${name} = ${valueOf(index)}`);
  return (count) =>
    `UPDATE ${table} AS t SET ${changes.join(', ')} FROM (VALUES ${placeholders(columns.length, count)}) AS v WHERE ${matching.join(' AND ')}`;
}

/** SQLite keeps what it is given: a number that is sent as text would stay one in columns without a type. */
function native(shape: StatementShape, statements: RowStatements): RowStatements {
  const convert = shape.columns.map(nativeValue);
  const width = convert.length;
  return function* converted(rows): Iterable<Statement> {
    for (const { sql, parameters } of statements(rows)) {
      const values = parameters as readonly (EncodedValue | null)[];
      yield {
        sql,
        parameters: values.map((value, index): SqlValue =>
          typeof value === 'string' ? (convert[index % width]?.(value) ?? value) : value,
        ),
      };
    }
  };
}

function nativeValue({ type }: BoundColumn): (text: string) => SqlValue {
  if (type.kind === 'integer' || type.kind === 'boolean') {
    return (text) => (/^[+-]?\d+$/.test(text) ? BigInt(text) : text);
  }
  return type.kind === 'float' ? Number : (text) => text;
}
