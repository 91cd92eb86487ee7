import type { SourcePartition, SourceRecord, SourceTaskContext } from '@sluice/connect-api';
import {
  compareInstants,
  quoteTable,
  type Database,
  type ResultColumn,
  type SqlInstant,
  type TableId,
} from '@sluice/connector-shared-sql';
import { pause } from '@sluice/connector-tasks';
import type { SourceSettings } from '../config/source-settings.ts';
import { Horizon } from '../late-commits/horizon.ts';
import type { RowOffset } from '../offsets/row-offset.ts';
import {
  chosenColumns,
  nothingTracked,
  trackedColumns,
  type TrackedColumns,
} from '../tables/tracked-columns.ts';
import { parseWhole, rowMarks } from './row-marks.ts';
import { RowFetcher } from './row-fetcher.ts';
import { bulkQuery, highestQuery, rangeQuery, type RowSource } from './row-query.ts';
import { RowRecords } from './row-records.ts';
import { RowStructs, sameColumns } from './row-structs.ts';
import type { Statement } from './statement.ts';
import { beginOfCurrent } from './time-expressions.ts';
import { describedColumns, missingTable } from './described-columns.ts';
import { initialIncrementing, initialTimestamp } from './initial-marks.ts';

export interface TableReaderParts {
  readonly settings: SourceSettings;
  /** `null` for a query. */
  readonly table: TableId | null;
  readonly topic: string;
  readonly partition: SourcePartition;
  readonly offset: RowOffset;
  readonly context: SourceTaskContext;
}

interface Scan {
  readonly fetcher: RowFetcher;
  readonly records: RowRecords;
}

/** What was found out over a connection, and is found out again over the next one. */
interface Prepared {
  readonly database: Database;
  readonly source: RowSource;
  readonly horizon: Horizon;
}

/** Reads a table, or a query, again and again from where it was read to. */
export class TableReader {
  readonly #parts: TableReaderParts;
  #offset: RowOffset;
  #prepared: Prepared | null = null;
  #scan: Scan | null = null;
  #structs: RowStructs | null = null;
  #structColumns: readonly ResultColumn[] = [];

  constructor(parts: TableReaderParts) {
    this.#parts = parts;
    this.#offset = parts.offset;
  }

  /** What messages call it. */
  get name(): string {
    const { table } = this.#parts;
    return table === null
      ? 'The query'
      : `The table ${[table.schema ?? table.catalog, table.table].filter((part) => part !== null).join('.')}`;
  }

  /** Whether there are rows of a statement that runs. */
  get isReading(): boolean {
    return this.#scan !== null;
  }

  /** Whether rows may be there that cannot be read before others have ended their transactions. */
  get isWaiting(): boolean {
    return this.#prepared?.horizon.isWaiting ?? false;
  }

  /** The next records, at most about so many; `null` when there are no more now. */
  async read(database: Database, maxRows: number): Promise<SourceRecord[] | null> {
    this.#scan ??= await this.#open(database);
    const scan = this.#scan;
    if (scan === null) return null;
    const rows = await scan.fetcher.next(maxRows);
    const records = rows.length === 0 ? scan.records.finish() : scan.records.make(rows);
    this.#offset = scan.records.offset ?? this.#offset;
    if (rows.length > 0) return records;
    await this.#end(scan, database);
    return records.length === 0 ? null : records;
  }

  /** Forgets what belongs to a connection; reading goes on after the last record. */
  async reset(): Promise<void> {
    const scan = this.#scan;
    this.#scan = null;
    this.#prepared = null;
    await scan?.fetcher.close().catch(() => {});
  }

  async #end(scan: Scan, database: Database): Promise<void> {
    this.#scan = null;
    await scan.fetcher.close();
    if (this.#needsTransaction) await database.commit();
  }

  get #needsTransaction(): boolean {
    return this.#parts.settings.isolation !== 'DEFAULT';
  }

  /** Runs the statement for what is new; `null` when nothing can be. */
  async #open(database: Database): Promise<Scan | null> {
    const { settings } = this.#parts;
    this.#prepared ??= await this.#prepare(database);
    const from = await this.#from(this.#prepared);
    const statement = await this.#statement(this.#prepared, from);
    if (statement === null) return null;
    if (this.#needsTransaction) await database.begin({ isolation: settings.isolation, readOnly: true });
    const cursor = await database.openCursor(statement.sql, statement.parameters);
    const { columns } = cursor;
    try {
      const structs = this.#structsFor(columns, database);
      const marks = rowMarks(this.#prepared.source.tracked, columns, settings.mapping);
      const { topic, partition } = this.#parts;
      const records = new RowRecords({ mode: settings.mode, topic, partition, structs, marks, from });
      return { fetcher: new RowFetcher(cursor, settings.maxFetchRows), records };
    } catch (error) {
      await cursor.close();
      throw error;
    }
  }

  /** One schema as long as the columns stay as they are. */
  #structsFor(columns: readonly ResultColumn[], database: Database): RowStructs {
    if (this.#structs !== null && sameColumns(columns, this.#structColumns)) return this.#structs;
    const { settings, table, context } = this.#parts;
    if (this.#structs !== null)
      context.log.info({ table: table?.table ?? 'query' }, 'The columns have changed');
    this.#structColumns = columns;
    this.#structs = new RowStructs({
      columns,
      database: database.dialect.kind,
      mapping: settings.mapping,
      name: table?.table ?? null,
    });
    return this.#structs;
  }

  async #prepare(database: Database): Promise<Prepared> {
    const { settings, table, context } = this.#parts;
    const tracked = await this.#tracked(database);
    const timestampColumns = await this.#timestampColumns(database, tracked);
    const source = this.#source(database, tracked, timestampColumns);
    const highest = async (): Promise<bigint | null> => {
      const name = table === null ? null : this.#tableName(database, table);
      const { rows } = await database.query(highestQuery(source, name));
      return parseWhole(rows[0]?.[0] ?? null);
    };
    const horizon = new Horizon({
      database,
      table,
      highest,
      lateCommits: settings.lateCommits,
      pause: (durationMs) => pause(durationMs, context.signal),
      isStopping: () => context.signal.aborted,
      log: context.log,
    });
    return { database, source, horizon };
  }

  async #tracked(database: Database): Promise<TrackedColumns> {
    const { settings, table } = this.#parts;
    if (settings.mode === 'bulk') return nothingTracked;
    const chosen = chosenColumns(table, settings.mode, settings.columns);
    if (table === null) return chosen;
    const columns = await database.dialect.describeTable(database, table);
    if (columns === null) throw missingTable(table);
    return trackedColumns(table, chosen, { columns, mustNotBeNull: settings.columns.mustNotBeNull });
  }

  async #timestampColumns(database: Database, tracked: TrackedColumns): Promise<readonly ResultColumn[]> {
    const { settings, table } = this.#parts;
    if (tracked.timestamps.length === 0) return [];
    const columns = await describedColumns(database, table, settings.query);
    return columns.filter(({ name }) => tracked.timestamps.includes(name));
  }

  #source(database: Database, tracked: TrackedColumns, timestampColumns: readonly ResultColumn[]): RowSource {
    const { settings, table } = this.#parts;
    const { dialect } = database;
    const select =
      table === null ? (settings.query ?? '') : `SELECT * FROM ${this.#tableName(database, table)}`;
    return {
      dialect,
      select,
      suffix: settings.querySuffix,
      tracked,
      timestampColumns,
      zone: settings.mapping.timeZone,
      quoteName: (name) => (settings.quoteNames ? dialect.quote(name) : name),
    };
  }

  #tableName({ dialect }: Database, table: TableId): string {
    const { quoteNames, qualifyNames } = this.#parts.settings;
    const id = qualifyNames ? table : { catalog: null, schema: null, table: table.table };
    return quoteNames
      ? quoteTable(dialect, id)
      : [id.catalog, id.schema, id.table].filter((part) => part !== null).join('.');
  }

  /** Where to go on. */
  async #from({
    database,
  }: Prepared): Promise<{ readonly incrementing: bigint; readonly timestamp: SqlInstant }> {
    const { settings } = this.#parts;
    if (settings.mode.startsWith('timestamp') && this.#offset.timestamp === null) {
      this.#offset = { ...this.#offset, timestamp: await initialTimestamp(settings, database) };
    }
    return {
      incrementing: this.#offset.incrementing ?? initialIncrementing(settings),
      timestamp: this.#offset.timestamp ?? { epochMs: 0, nanosOfMs: 0 },
    };
  }

  async #statement(
    { source, horizon }: Prepared,
    from: { readonly incrementing: bigint; readonly timestamp: SqlInstant },
  ): Promise<Statement | null> {
    const { settings } = this.#parts;
    switch (settings.mode) {
      case 'bulk':
        return bulkQuery(source);
      case 'incrementing': {
        const last = await horizon.number();
        if (last === null || last <= from.incrementing) return null;
        return rangeQuery(source, { ...from, lastIncrementing: last, endTimestamp: from.timestamp });
      }
      default: {
        const end = await this.#endTime(source, horizon);
        if (end === null || compareInstants(end, from.timestamp) <= 0) return null;
        return rangeQuery(source, { ...from, lastIncrementing: null, endTimestamp: end });
      }
    }
  }

  async #endTime(source: RowSource, horizon: Horizon): Promise<SqlInstant | null> {
    const { delayMs, mapping } = this.#parts.settings;
    const settled = await horizon.time();
    if (settled === null) return null;
    const delayed = { ...settled, epochMs: settled.epochMs - delayMs };
    return beginOfCurrent(delayed, source.timestampColumns, mapping.timeZone);
  }
}
