import type { EncodedRow, RowStatements, Statement, StatementShape } from './statements.ts';

/** The text of a statement for so many rows. */
export type TextForRows = (rowCount: number) => string;

/**
 * Statements in which every value of every row is a parameter. There are only a few different texts, the numbers of rows
 * being `maxRows` and powers of two below, so that each is prepared once.
 */
export function multiRow(textForRows: TextForRows, maxRows: number): RowStatements {
  const texts = new Map<number, string>();
  const textOf = (count: number): string => {
    const known = texts.get(count) ?? textForRows(count);
    texts.set(count, known);
    return known;
  };
  return function* statements(rows: readonly EncodedRow[]): Iterable<Statement> {
    for (let start = 0; start < rows.length;) {
      const left = rows.length - start;
      const count = left >= maxRows ? maxRows : 2 ** Math.floor(Math.log2(left));
      yield { sql: textOf(count), parameters: rows.slice(start, start + count).flat() };
      start += count;
    }
  };
}

/** `(?, ?), (?, ?)`. */
export function placeholders(width: number, count: number): string {
  const row = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  return Array.from({ length: count }, () => row).join(', ');
}

/** The most rows of a shape with which a statement keeps to a number of parameters; a power of two. */
export function rowsWithin({ columns }: StatementShape, maxParameters: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, Math.floor(maxParameters / columns.length))));
}

/** `INSERT INTO t (a, b) VALUES (?, ?), (?, ?)`. */
export function insertText({ table, columns }: StatementShape, count: number): string {
  const names = columns.map(({ name }) => name).join(', ');
  return `INSERT INTO ${table} (${names}) VALUES ${placeholders(columns.length, count)}`;
}

/** `(a = ? AND b = ?) OR (a = ? AND b = ?)`, or an IN for a key of one column. */
export function keyCondition(key: readonly KeyComparison[], count: number): string {
  const [only, second] = key;
  if (only !== undefined && second === undefined) {
    const values = Array.from({ length: count }, () => only.parameter);
    return count === 1 ? `${only.name} = ${only.parameter}` : `${only.name} IN (${values.join(', ')})`;
  }
  const one = `(${key.map(({ name, parameter }) => `${name} = ${parameter}`).join(' AND ')})`;
  return Array.from({ length: count }, () => one).join(' OR ');
}

/** A column of a key, and the parameter that it is compared with. */
export interface KeyComparison {
  readonly name: string;
  readonly parameter: string;
}
