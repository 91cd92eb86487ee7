import type { ConfigIssue } from '@sluice/connect-api';
import {
  faultOf,
  formatTableId,
  openDatabase,
  quoteTable,
  type Database,
  type TableId,
} from '@sluice/connector-shared-sql';
import type { SourceSettings } from '../config/source-settings.ts';
import { openTransactionsOf } from '../late-commits/open-transactions.ts';
import { findTables, unknownNames } from '../tables/table-choice.ts';
import { chosenColumns, faultInColumns } from '../tables/tracked-columns.ts';
import { connectIssue, readIssue } from './database-issues.ts';

const checkTimeoutMs = 5000;
/** So many tables are looked at; with more of them, the first ones stand for all. */
const maxTables = 50;

/** Looks at the database: reachable, credentials, tables, columns, privileges. Each issue says what mends it. */
export async function checkSource(settings: SourceSettings): Promise<readonly ConfigIssue[]> {
  let database: Database;
  try {
    database = await openDatabase({ ...settings.connection, connectTimeoutMs: checkTimeoutMs });
  } catch (error) {
    return [connectIssue(error, settings.connection)];
  }
  try {
    const issues =
      settings.query === null ? await tableIssues(database, settings) : await queryIssues(database, settings);
    return [...issues, ...(await lateCommitIssues(database, settings))];
  } finally {
    await database.close();
  }
}

async function tableIssues(database: Database, settings: SourceSettings): Promise<readonly ConfigIssue[]> {
  const tables = await findTables(database, settings.tables);
  const issues: ConfigIssue[] = unknownNames(database.dialect, settings.tables.included, tables).map((name) =>
    unknownTable(name, tables),
  );
  if (tables.length === 0 && issues.length === 0) {
    issues.push({ key: listKeyOf(settings), message: `There is no table to read: ${tablesHint(settings)}` });
  }
  for (const table of tables.slice(0, maxTables)) issues.push(...(await oneTable(database, table, settings)));
  return issues;
}

function unknownTable(name: string, tables: readonly TableId[]): ConfigIssue {
  const known = tables.map(formatTableId);
  const others = known.length === 0 ? '' : ` Tables of the list that there are: ${known.join(', ')}.`;
  return {
    key: 'table.whitelist',
    message: `There is no table ${name}, or the user may not see it. Letter case counts; GRANT SELECT ON ${name} may help.${others}`,
  };
}

function listKeyOf({ tables }: SourceSettings): string {
  return tables.includePatterns.length > 0 ? 'table.include.list' : 'table.types';
}

function tablesHint({ tables }: SourceSettings): string {
  return `types ${tables.types.join(', ')}, schemas ${tables.schemaPattern ?? 'all but the system’s own'}, catalog ${tables.catalog ?? 'that of the URL'}`;
}

async function oneTable(
  database: Database,
  table: TableId,
  { mode, columns: choice }: SourceSettings,
): Promise<readonly ConfigIssue[]> {
  const { dialect } = database;
  const columns = (await dialect.describeTable(database, table)) ?? [];
  const chosen = chosenColumns(table, mode, choice);
  if (chosen.incrementing === '' && !columns.some(({ autoIncrement }) => autoIncrement)) {
    const message = `The table ${formatTableId(table)} has no column that the database counts up by itself: name one that only grows`;
    return [{ key: 'incrementing.column.name', message }];
  }
  const named = { ...chosen, incrementing: chosen.incrementing === '' ? null : chosen.incrementing };
  const fault = faultInColumns(table, named, { columns, mustNotBeNull: choice.mustNotBeNull });
  if (fault !== null) {
    const isIncrementing = fault.message.includes(`"${named.incrementing}"`);
    return [
      { key: isIncrementing ? 'incrementing.column.name' : 'timestamp.column.name', message: fault.message },
    ];
  }
  try {
    await database.query(`SELECT * FROM ${quoteTable(dialect, table)} WHERE 1 = 0`);
    return [];
  } catch (error) {
    return [readIssue(error, { database, table })];
  }
}

async function queryIssues(
  database: Database,
  { query, mode }: SourceSettings,
): Promise<readonly ConfigIssue[]> {
  const condition = mode === 'bulk' ? null : ' WHERE 1 = 0';
  const sql =
    condition === null ? `SELECT * FROM (${query}) sluice_rows WHERE 1 = 0` : `${query}${condition}`;
  try {
    await database.query(sql);
    return [];
  } catch (error) {
    return [readIssue(error, { database, table: null })];
  }
}

/** Only who insists on waiting is refused: the others get a warning when the task starts. */
async function lateCommitIssues(
  database: Database,
  { lateCommits, mode }: SourceSettings,
): Promise<readonly ConfigIssue[]> {
  if (lateCommits !== 'wait' || mode === 'bulk') return [];
  try {
    await openTransactionsOf(database)?.all();
    return [];
  } catch (error) {
    if (faultOf(error) !== 'privilege') throw error;
    const message =
      'The user may not see open transactions: GRANT PROCESS ON *.* to it, or set timestamp.delay.interval.ms to more than the longest transaction and late.commits to auto';
    return [{ key: 'late.commits', message }];
  }
}
