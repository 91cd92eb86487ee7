import type { Dialect, ResultColumn, SqlInstant, TimeZone } from '@sluice/connector-shared-sql';
import type { TrackedColumns } from '../tables/tracked-columns.ts';
import { Parameters, type Statement } from './statement.ts';
import { timeDialectOf, zoneOfColumns } from './time-expressions.ts';

/** What is read. */
export interface RowSource {
  readonly dialect: Dialect;
  /** A whole query, to which conditions can be added: `SELECT * FROM "orders"`. */
  readonly select: string;
  readonly suffix: string;
  readonly tracked: TrackedColumns;
  /** The types of the timestamp columns, as far as they are known. */
  readonly timestampColumns: readonly ResultColumn[];
  readonly zone: TimeZone;
  quoteName(name: string): string;
}

/** Between which marks rows are wanted. */
export interface RowRange {
  /** Rows after it. */
  readonly incrementing: bigint;
  /** Up to this one; `null` is no limit. */
  readonly lastIncrementing: bigint | null;
  /** Rows after it, or with more columns at it. */
  readonly timestamp: SqlInstant;
  /** Before this one. */
  readonly endTimestamp: SqlInstant;
}

/** The statement for everything. */
export function bulkQuery({ select, suffix }: RowSource): Statement {
  return { sql: withSuffix(select, suffix), parameters: [] };
}

/** The statement for the rows of a range, in the order in which they came to be. */
export function rangeQuery(source: RowSource, range: RowRange): Statement {
  const parameters = new Parameters(source.dialect);
  const order = orderOf(source);
  const where = conditionOf(source, range, parameters);
  return {
    sql: withSuffix(`${source.select} WHERE ${where} ORDER BY ${order.join(', ')}`, source.suffix),
    parameters: parameters.values,
  };
}

/** The statement for the highest number there is. */
export function highestQuery(
  { select, tracked, dialect, quoteName }: RowSource,
  table: string | null,
): string {
  const column = quoteName(tracked.incrementing ?? '');
  const from = table ?? `(${select}) ${dialect.kind === 'postgresql' ? 'AS ' : ''}sluice_rows`;
  return `SELECT MAX(${column}) FROM ${from}`;
}

function withSuffix(sql: string, suffix: string): string {
  return suffix === '' ? sql : `${sql} ${suffix}`;
}

function orderOf(source: RowSource): readonly string[] {
  const { tracked, quoteName } = source;
  const time = tracked.timestamps.length === 0 ? [] : [timeExpression(source)];
  return tracked.incrementing === null ? time : [...time, quoteName(tracked.incrementing)];
}

function timeExpression({ tracked, dialect, quoteName }: RowSource): string {
  const { column } = timeDialectOf(dialect.kind);
  const [first = '', ...others] = tracked.timestamps.map((name) => column(quoteName(name)));
  return others.length === 0 ? first : `COALESCE(${[first, ...others].join(', ')})`;
}

function conditionOf(source: RowSource, range: RowRange, parameters: Parameters): string {
  const { tracked, quoteName } = source;
  const number = (value: bigint): string => parameters.add(value);
  if (tracked.timestamps.length === 0) {
    const column = quoteName(tracked.incrementing ?? '');
    const after = `${column} > ${number(range.incrementing)}`;
    return range.lastIncrementing === null
      ? after
      : `${after} AND ${column} <= ${number(range.lastIncrementing)}`;
  }
  const time = timeExpression(source);
  const instant = (value: SqlInstant): string => timeValue(source, value, parameters);
  if (tracked.incrementing === null) {
    return `${time} > ${instant(range.timestamp)} AND ${time} < ${instant(range.endTimestamp)}`;
  }
  const column = quoteName(tracked.incrementing);
  return (
    `${time} < ${instant(range.endTimestamp)} AND ((${time} = ${instant(range.timestamp)} ` +
    `AND ${column} > ${number(range.incrementing)}) OR ${time} > ${instant(range.timestamp)})`
  );
}

function timeValue(source: RowSource, instant: SqlInstant, parameters: Parameters): string {
  const { kind } = source.dialect;
  const zone = zoneOfColumns(source.timestampColumns, kind, source.zone);
  return timeDialectOf(kind).value(instant, { parameters, zone });
}
