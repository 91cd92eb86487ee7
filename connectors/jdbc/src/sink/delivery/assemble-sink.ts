import { openDatabase, type Database, type TableId } from '@sluice/connector-shared-sql';
import type { SinkSettings } from '../config/sink-settings.ts';
import { sinkDialects } from '../dialect/sink-dialects.ts';
import { RecordPlanner } from '../record/record-planner.ts';
import { TableEvolution } from '../table/table-evolution.ts';
import { TableKeeper } from '../table/table-keeper.ts';
import type { TargetLimits } from '../values/target-type.ts';
import { zoneShift } from '../values/time-zone.ts';
import { BatchWriter } from '../write/batch-writer.ts';
import { ChangeEncoder } from '../write/encode-changes.ts';
import { DatabaseSession } from './database-session.ts';
import { OffsetTable } from './offset-table.ts';

/** What a sink is made of. */
export interface SinkParts {
  readonly session: DatabaseSession;
  readonly tables: TableKeeper;
  readonly encoder: ChangeEncoder;
  readonly writer: BatchWriter;
  /** `null` where delivery is at least once. */
  readonly offsets: OffsetTable | null;
}

/** Puts a sink together; nothing is connected yet. */
export function assembleSink(
  settings: SinkSettings,
  { connector, signal }: { readonly connector: string; readonly signal: AbortSignal },
): SinkParts {
  const { connection, attempts, backoffMs, rows, insertMode, offsetTable } = settings;
  const dialect = sinkDialects[connection.url.kind];
  const names = tableNames(settings);
  const limits: TargetLimits = { ...dialect.limits, zoneShiftMs: zoneShift(connection.timeZone) };
  const quote = (name: string) => dialect.quote(names.identifier(name));
  const evolution = new TableEvolution({ dialect, limits, quote }, settings.evolution);
  const tables = new TableKeeper({ dialect, limits, mode: insertMode, evolution, ...names });
  return {
    session: new DatabaseSession({ open: () => openDatabase(connection), attempts, backoffMs, signal }),
    tables,
    encoder: new ChangeEncoder({
      planner: new RecordPlanner(rows),
      tables,
      tableName: rows.tableName,
      tableId: names.tableId,
    }),
    writer: new BatchWriter({
      dialect,
      keepsLast: insertMode !== 'insert',
      hidesValues: settings.hidesValues,
    }),
    offsets:
      offsetTable === null ? null : new OffsetTable({ dialect, name: offsetTable, connector, ...names }),
  };
}

interface TableNames {
  readonly tableId: (database: Database, name: string) => TableId;
  readonly identifier: (name: string) => string;
}

/** A name that is not quoted is read in lower case by PostgreSQL; the others take it as it is. */
export function tableNames({ connection, quotesNames }: SinkSettings): TableNames {
  const isFolded = !quotesNames && connection.url.kind === 'postgresql';
  const identifier = (name: string) => (isFolded ? name.toLowerCase() : name);
  return { identifier, tableId: (database, name) => database.dialect.parseTable(identifier(name)) };
}
