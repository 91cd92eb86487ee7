import {
  insertText,
  keyCondition,
  multiRow,
  rowsWithin,
  type KeyComparison,
} from './multi-row-statements.ts';
import type { BoundColumn, EncodedRow, RowStatements, StatementShape, Statements } from './statements.ts';

/** MySQL itself would take 65,535; a statement of that many takes long to prepare. */
const maxParameters = 8192;

export const mysqlStatements: Statements = {
  write(shape, mode) {
    if (mode === 'update') return asBits(shape, updates(shape));
    const clause = mode === 'upsert' ? upsertClause(shape) : '';
    return asBits(
      shape,
      multiRow((count) => insertText(shape, count) + clause, rowsWithin(shape, maxParameters)),
    );
  },

  remove(shape) {
    const key = shape.columns.map(comparison);
    return multiRow(
      (count) => `DELETE FROM ${shape.table} WHERE ${keyCondition(key, count)}`,
      rowsWithin(shape, 1024),
    );
  },

  // TRUNCATE would end the transaction.
  truncate: (table) => `DELETE FROM ${table}`,
};

function upsertClause({ columns, keyCount }: StatementShape): string {
  const [first] = columns;
  const others = columns.slice(keyCount);
  const changed = others.length > 0 ? others : first === undefined ? [] : [first];
  return ` ON DUPLICATE KEY UPDATE ${changed.map(({ name }) => `${name} = VALUES(${name})`).join(', ')}`;
}

function updates({ table, columns, keyCount }: StatementShape): RowStatements {
  const changes = columns.slice(keyCount).map(({ name }) => `${name} = ?`);
  const condition = keyCondition(columns.slice(0, keyCount).map(comparison), 1);
  const sql = `UPDATE ${table} SET ${changes.join(', ')} WHERE ${condition}`;
  return (rows) =>
    rows.map((row) => ({ sql, parameters: [...row.slice(keyCount), ...row.slice(0, keyCount)] }));
}

/** A number that is compared with a text is compared as a floating-point number: it is to be one of its own type. */
function comparison({ name, type }: BoundColumn): KeyComparison {
  return { name, parameter: castParameter(type) };
}

function castParameter(type: BoundColumn['type']): string {
  if (type.kind === 'integer') return type.min < 0n ? 'CAST(? AS SIGNED)' : 'CAST(? AS UNSIGNED)';
  if (type.kind !== 'decimal' || type.precision === null) return '?';
  return `CAST(? AS DECIMAL(${type.precision}, ${type.scale ?? 0}))`;
}

/** Bits are sent as bytes, the last of which has the lowest: text would be taken for characters. */
function asBits({ columns }: StatementShape, statements: RowStatements): RowStatements {
  const isBits = columns.map(({ castType }) => castType === 'bit');
  if (!isBits.includes(true)) return statements;
  const converted = (row: EncodedRow): EncodedRow =>
    row.map((value, index) =>
      isBits[index] === true && typeof value === 'string' ? bitBytes(value) : value,
    );
  return (rows) => statements(rows.map(converted));
}

function bitBytes(bits: string): Uint8Array {
  const hex = BigInt(`0b${bits}`).toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
