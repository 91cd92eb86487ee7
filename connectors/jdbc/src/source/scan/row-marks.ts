import { ConnectError } from '@sluice/connect-api';
import {
  Misfit,
  parseShortInteger,
  readerOf,
  type InstantReader,
  type MappingOptions,
  type ResultColumn,
  type SqlInstant,
  type SqlRow,
  type SqlValue,
} from '@sluice/connector-shared-sql';
import type { TrackedColumns } from '../tables/tracked-columns.ts';

/** Reads out of rows where they stand: their number, and the time of their last change. */
export interface RowMarks {
  incrementing(row: SqlRow): bigint;
  timestamp(row: SqlRow): SqlInstant;
}

/** @throws ConnectError when a column is not among those of the result. */
export function rowMarks(
  tracked: TrackedColumns,
  columns: readonly ResultColumn[],
  mapping: MappingOptions,
): RowMarks {
  const indexOf = (name: string): number => {
    const index = columns.findIndex((column) => column.name === name);
    if (index !== -1) return index;
    const known = columns.map((column) => column.name).join(', ');
    throw new ConnectError(`The column "${name}" is not among those that are read: ${known}`, {
      code: 'DATABASE_OBJECT_MISSING',
    });
  };
  const number = tracked.incrementing === null ? -1 : indexOf(tracked.incrementing);
  const times = tracked.timestamps.map((name): TimeColumn => {
    const index = indexOf(name);
    return { index, name, read: readerOf(columns[index] as ResultColumn, mapping) };
  });
  return {
    incrementing: (row) => wholeNumber(row[number] ?? null, tracked.incrementing ?? ''),
    timestamp: (row) => firstInstant(row, times),
  };
}

interface TimeColumn {
  readonly index: number;
  readonly name: string;
  readonly read: InstantReader;
}

function firstInstant(row: SqlRow, times: readonly TimeColumn[]): SqlInstant {
  for (const { index, name, read } of times) {
    const value = row[index] ?? null;
    const instant = value === null ? null : read(value);
    if (instant instanceof Misfit) throw unusable(name, value, instant.reason);
    if (instant !== null) return instant;
  }
  throw unusable(times.map(({ name }) => name).join(', '), null, 'no time');
}

/** A number of the database, whole, maybe with zeros after the point; `null` when it is no such number. */
export function parseWhole(value: SqlValue): bigint | null {
  if (typeof value === 'bigint') return value;
  const number = typeof value === 'string' ? parseShortInteger(value) : Number.NaN;
  if (!Number.isNaN(number)) return BigInt(number);
  const match = /^([+-]?\d+)(?:\.0*)?$/.exec(String(value));
  return match === null ? null : BigInt(match[1] ?? '');
}

function wholeNumber(value: SqlValue, column: string): bigint {
  const number = parseWhole(value);
  if (number !== null && BigInt.asIntN(64, number) === number) return number;
  throw unusable(column, value, 'no whole number of 64 bits');
}

function unusable(column: string, value: SqlValue, reason: string): ConnectError {
  return new ConnectError(
    `The column "${column}" cannot tell new rows from old ones: a row has ${String(value)} there, which is ${reason}`,
    { code: 'DATABASE_VALUE_REFUSED' },
  );
}
