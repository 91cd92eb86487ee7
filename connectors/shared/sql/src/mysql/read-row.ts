import type { SqlRow, SqlValue } from '../database/database.ts';
import type { ResultColumn } from '../dialect/column.ts';
import { isBinary } from './mysql-types.ts';

/** What the driver hands out uncast: bytes, which for all but binary strings are text. */
export function readRow(
  raw: readonly (Buffer | null)[],
  columns: readonly ResultColumn[],
): { readonly values: SqlRow; readonly bytes: number } {
  const values: SqlValue[] = [];
  let bytes = 0;
  for (let index = 0; index < raw.length; index += 1) {
    const value = raw[index] ?? null;
    const column = columns[index];
    if (value === null) {
      values.push(null);
      continue;
    }
    bytes += value.length;
    // A copy: what the driver gives is part of a larger buffer, which would be kept with it.
    values.push(column !== undefined && isBinary(column) ? Buffer.from(value) : value.toString('utf8'));
  }
  return { values, bytes };
}
