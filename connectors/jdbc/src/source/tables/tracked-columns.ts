import { ConnectError } from '@sluice/connect-api';
import { formatTableId, type Column, type TableId } from '@sluice/connector-shared-sql';
import type { ColumnChoice } from '../config/source-settings.ts';
import type { Mode } from '../config/mode-keys.ts';
import { matchesAny } from './table-choice.ts';

/** The columns that tell new rows from old ones, by the mode. */
export interface TrackedColumns {
  readonly incrementing: string | null;
  /** Of several the first that is not null counts; none where the mode has no use for them. */
  readonly timestamps: readonly string[];
}

export const nothingTracked: TrackedColumns = { incrementing: null, timestamps: [] };

/** What a configuration says of a table, before its columns are known; `''` lets the table decide. */
export function chosenColumns(table: TableId | null, mode: Mode, choice: ColumnChoice): TrackedColumns {
  const usesIncrementing = mode === 'incrementing' || mode === 'timestamp+incrementing';
  const usesTimestamps = mode === 'timestamp' || mode === 'timestamp+incrementing';
  return {
    incrementing: usesIncrementing ? incrementingFor(table, choice) : null,
    timestamps: usesTimestamps ? timestampsFor(table, choice) : [],
  };
}

function incrementingFor(table: TableId | null, { incrementing, incrementingMapping }: ColumnChoice): string {
  return mapped(table, incrementingMapping) ?? incrementing;
}

function timestampsFor(
  table: TableId | null,
  { timestamps, timestampMapping }: ColumnChoice,
): readonly string[] {
  const names = mapped(table, timestampMapping);
  if (names === null) return timestamps;
  return names
    .replaceAll(/^\[|\]$/g, '')
    .split('|')
    .map((name) => name.trim());
}

/** What stands after the last colon of the first entry whose pattern fits. */
function mapped(table: TableId | null, entries: readonly string[]): string | null {
  if (table === null) return null;
  for (const entry of entries) {
    const colon = entry.lastIndexOf(':');
    if (colon > 0 && matchesAny([entry.slice(0, colon)], table)) return entry.slice(colon + 1).trim();
  }
  return null;
}

/** A fault in what a configuration says of a table. */
export interface ColumnFault {
  readonly kind: 'missing' | 'nullable' | 'unchosen';
  readonly message: string;
}

/** What is wrong with the choice for a table; `null` when nothing is. */
export function faultInColumns(
  table: TableId,
  chosen: TrackedColumns,
  { columns, mustNotBeNull }: { readonly columns: readonly Column[]; readonly mustNotBeNull: boolean },
): ColumnFault | null {
  const name = formatTableId(table);
  const wanted = [...(chosen.incrementing === null ? [] : [chosen.incrementing]), ...chosen.timestamps];
  for (const column of wanted) {
    if (!columns.some((one) => one.name === column)) {
      const known = columns.map((one) => one.name).join(', ');
      return { kind: 'missing', message: `The table ${name} has no column "${column}"; it has ${known}` };
    }
  }
  return mustNotBeNull ? nullableFault(name, chosen, columns) : null;
}

function nullableFault(
  table: string,
  { incrementing, timestamps }: TrackedColumns,
  columns: readonly Column[],
): ColumnFault | null {
  const isNullable = (name: string): boolean =>
    columns.find((column) => column.name === name)?.nullable ?? false;
  const remedy =
    'Declare it NOT NULL, or set validate.non.null to false: rows with a null there are then never read';
  if (incrementing !== null && isNullable(incrementing)) {
    return {
      kind: 'nullable',
      message: `The column "${incrementing}" of the table ${table} may be null. ${remedy}`,
    };
  }
  if (timestamps.length > 0 && timestamps.every(isNullable)) {
    const shown = timestamps.map((column) => `"${column}"`).join(', ');
    return { kind: 'nullable', message: `${shown} of the table ${table} may be null. ${remedy}` };
  }
  return null;
}

/**
 * The columns to go by, where the choice leaves it to the table.
 * @throws ConnectError when the table has no column that the database counts up, or the choice does not fit.
 */
export function trackedColumns(
  table: TableId,
  chosen: TrackedColumns,
  described: { readonly columns: readonly Column[]; readonly mustNotBeNull: boolean },
): TrackedColumns {
  const incrementing =
    chosen.incrementing === '' ? autoIncremented(table, described.columns) : chosen.incrementing;
  const tracked = { incrementing, timestamps: chosen.timestamps };
  const fault = faultInColumns(table, tracked, described);
  if (fault === null) return tracked;
  const code = fault.kind === 'missing' ? 'DATABASE_OBJECT_MISSING' : 'UNSPECIFIED_FAILURE';
  throw new ConnectError(fault.message, { code });
}

function autoIncremented(table: TableId, columns: readonly Column[]): string {
  const column = columns.find(({ autoIncrement }) => autoIncrement);
  if (column !== undefined) return column.name;
  throw new ConnectError(
    `The table ${formatTableId(table)} has no column that the database counts up by itself; name one in incrementing.column.name`,
    { code: 'DATABASE_OBJECT_MISSING' },
  );
}
