import {
  formatInstant,
  parseInstant,
  TimeZone,
  type Database,
  type DatabaseKind,
  type ResultColumn,
  type SqlInstant,
} from '@sluice/connector-shared-sql';
import type { Parameters } from './statement.ts';

/** How a kind of database compares timestamps without losing digits of them. */
interface TimeDialect {
  /** The query for the time by the clock of the database. */
  readonly clock: string;
  /** What stands for a column in comparisons. */
  column(quoted: string): string;
  /** What stands for an instant in comparisons. */
  value(instant: SqlInstant, place: { readonly parameters: Parameters; readonly zone: TimeZone }): string;
}

const utc = new TimeZone('UTC');

const postgres: TimeDialect = {
  clock: 'SELECT clock_timestamp()',
  column: (quoted) => quoted,
  // Columns without a zone are compared as if they were in that of the session.
  value: (instant, { parameters }) => `${parameters.add(`${formatInstant(instant, utc)}+00`)}::timestamptz`,
};

const mysql: TimeDialect = {
  clock: 'SELECT CURRENT_TIMESTAMP(6)',
  column: (quoted) => quoted,
  value: (instant, { parameters, zone }) => parameters.add(formatInstant(instant, zone)),
};

/** SQLite compares texts and numbers as such: both are brought into the same form first. */
const sqlite: TimeDialect = {
  clock: `SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')`,
  column: (quoted) =>
    `CASE typeof(${quoted}) WHEN 'integer' THEN strftime('%Y-%m-%d %H:%M:%f', ${quoted} / 1000.0, 'unixepoch') ` +
    `ELSE strftime('%Y-%m-%d %H:%M:%f', ${quoted}) END`,
  value: (instant, { parameters, zone }) => parameters.add(formatInstant(instant, zone).slice(0, -3)),
};

const dialects: Readonly<Record<DatabaseKind, TimeDialect>> = {
  postgresql: postgres,
  mysql,
  mariadb: mysql,
  sqlite,
};

export function timeDialectOf(kind: DatabaseKind): TimeDialect {
  return dialects[kind];
}

/** What the clock of the database shows. */
export async function databaseNow(database: Database): Promise<SqlInstant> {
  const { rows } = await database.query(timeDialectOf(database.dialect.kind).clock);
  const now = parseInstant(String(rows[0]?.[0]), { zone: utc, calendar: 'PROLEPTIC_GREGORIAN' });
  if (now === null) throw new Error('the database tells no time');
  return now;
}

/** Where texts for a column are to be on the wall. */
export function zoneOfColumns(
  columns: readonly ResultColumn[],
  kind: DatabaseKind,
  zone: TimeZone,
): TimeZone {
  const isMysql = kind === 'mysql' || kind === 'mariadb';
  return isMysql && columns.length > 0 && columns.every(({ typeName }) => typeName === 'timestamp')
    ? utc
    : zone;
}

const msPerDay = 86_400_000;

/**
 * The latest time that is told apart from now by the coarsest of the columns. Rows of the second, or day, that has not
 * passed yet are not read: others with the same time may still come.
 */
export function beginOfCurrent(
  now: SqlInstant,
  columns: readonly ResultColumn[],
  zone: TimeZone,
): SqlInstant {
  return columns
    .map((column) => cut(now, column, zone))
    .reduce((first, next) => (next.epochMs < first.epochMs ? next : first), now);
}

function cut(now: SqlInstant, { jdbcType, typeName, scale }: ResultColumn, zone: TimeZone): SqlInstant {
  if (jdbcType === 'DATE') {
    const offset = zone.offsetMsAt(now.epochMs);
    return { epochMs: floorTo(now.epochMs + offset, msPerDay) - offset, nanosOfMs: 0 };
  }
  // SQLite has no types for it: its CURRENT_TIMESTAMP is of whole seconds.
  const digits = ['timestamp', 'timestamptz', 'datetime'].includes(typeName) ? scale : 0;
  if (digits >= 6) return now;
  if (digits <= 3) return { epochMs: floorTo(now.epochMs, 10 ** (3 - digits)), nanosOfMs: 0 };
  return { epochMs: now.epochMs, nanosOfMs: floorTo(now.nanosOfMs, 10 ** (9 - digits)) };
}

function floorTo(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}
