import { SinkRecord, trimBlanks, type CheckFinding as Finding } from '@sluice/connect-api';
import {
  faultOf,
  formatTableId,
  openDatabase,
  primaryKeyOf,
  type Database,
  type DatabaseFault,
  type TableId,
} from '@sluice/connector-shared-sql';
import type { SinkSettings } from '../config/sink-settings.ts';
import { tableNames } from '../delivery/assemble-sink.ts';
import { sinkDialects } from '../dialect/sink-dialects.ts';
import { readTable, type KnownTable } from '../table/known-table.ts';
import { currentUser, grantText, missingPrivileges, type Privilege } from './privileges.ts';

const connectRemedies: Partial<Record<DatabaseFault, string>> = {
  credentials: 'Correct user and password, or let the user in from the host of the worker',
  missing: 'Correct the name of the database in connection.url, or create it: CREATE DATABASE …',
  privilege: 'Let the user connect: GRANT CONNECT ON DATABASE …, or what the database calls it',
  contention: 'Raise the number of connections that the database allows, or close others',
};

/** So many tables are looked at. */
const maxTables = 50;

/**
 * Looks at the database without changing it: whether it can be reached, lets the user in, and permits what is configured;
 * of tables whose names are known before there are records, whether they, their columns and keys are there.
 * @param topics - as the configuration lists them.
 */
export async function checkSink(
  settings: SinkSettings,
  topics: string | undefined,
): Promise<readonly Finding[]> {
  let database: Database;
  try {
    database = await openDatabase(settings.connection);
  } catch (error) {
    const remedy = connectRemedies[faultOf(error) ?? 'connection'];
    return [
      {
        subject: 'connection',
        outcome: 'failed',
        message: messageOf(error),
        remedy: remedy ?? 'Check host, port and TLS in connection.url, and that the database runs',
        keys: ['connection.url'],
      },
    ];
  }
  try {
    const { kind } = database.dialect;
    const message = `connected to ${kind} ${database.serverVersion}`;
    const tables = tablesOf(settings, topics);
    const names = [...tables, settings.offsetTable].filter((name) => name !== null);
    const findings: Finding[] = [{ subject: 'connection', outcome: 'passed', message }];
    for (const name of names) {
      findings.push(...(await tableFindings(database, settings, name)));
    }
    return tables.length > 0 ? findings : [...findings, await creationFinding(database, settings)];
  } finally {
    await database.close();
  }
}

/** The tables of the topics that are listed; where none are, the one whose name is the same for every topic. */
function tablesOf({ rows }: SinkSettings, topics = ''): readonly string[] {
  const listed = topics
    .split(',')
    .map(trimBlanks)
    .filter((topic) => topic !== '');
  const nameFor = (topic: string): string | null => {
    try {
      return rows.tableName(new SinkRecord({ topic, kafkaPartition: 0, kafkaOffset: 0 }));
    } catch {
      // The name depends on what is in the record.
      return null;
    }
  };
  const names = (listed.length > 0 ? listed : ['one', 'two']).map(nameFor).filter((name) => name !== null);
  const distinct = [...new Set(names)];
  if (listed.length === 0 && distinct.length > 1) return [];
  return distinct.slice(0, maxTables);
}

async function creationFinding(database: Database, settings: SinkSettings): Promise<Finding> {
  const subject = 'tables';
  const message = 'named for each record: they are looked at when records come';
  if (!settings.evolution.creates) return { subject, outcome: 'passed', message };
  return (
    (await privilegeFinding(database, { catalog: null, schema: null, table: 't' }, ['CREATE'])) ?? {
      subject,
      outcome: 'passed',
      message,
    }
  );
}

async function tableFindings(
  database: Database,
  settings: SinkSettings,
  name: string,
): Promise<readonly Finding[]> {
  const id = tableNames(settings).tableId(database, name);
  const isOffsets = name === settings.offsetTable;
  const table = await readTable(database, sinkDialects[settings.connection.url.kind], id);
  if (table === null) return missingTable(database, settings, { id, isOffsets });
  const privileges = await privilegeFinding(
    database,
    id,
    isOffsets ? offsetPrivileges : neededPrivileges(settings),
  );
  const others = isOffsets
    ? []
    : [...missingColumns(settings, table), ...(await missingKey(database, settings, table))];
  const found = [...(privileges === null ? [] : [privileges]), ...others];
  if (found.length > 0) return found;
  return [{ subject: subjectOf(id), outcome: 'passed', message: 'is there, with what is needed' }];
}

const offsetPrivileges: readonly Privilege[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

async function missingTable(
  database: Database,
  { evolution }: SinkSettings,
  { id, isOffsets }: { readonly id: TableId; readonly isOffsets: boolean },
): Promise<readonly Finding[]> {
  if (isOffsets || evolution.creates) {
    const refused = await privilegeFinding(database, id, ['CREATE']);
    const message = 'is not there and will be created';
    return [refused ?? { subject: subjectOf(id), outcome: 'passed', message }];
  }
  return [
    {
      subject: subjectOf(id),
      outcome: 'failed',
      message: `There is no table ${formatTableId(id)}, or the user may not see it; letter case counts`,
      remedy: `Set ${evolution.createKey}, or create it`,
    },
  ];
}

function neededPrivileges({ insertMode, rows, evolution }: SinkSettings): readonly Privilege[] {
  const needed: Privilege[] = [];
  if (insertMode !== 'update') needed.push('INSERT');
  if (insertMode !== 'insert') needed.push('UPDATE', 'SELECT');
  if (rows.deletes === 'apply') needed.push('DELETE', 'SELECT');
  if (evolution.addsColumns) needed.push('ALTER');
  return [...new Set(needed)];
}

async function privilegeFinding(
  database: Database,
  id: TableId,
  wanted: readonly Privilege[],
): Promise<Finding | null> {
  const missing = await missingPrivileges(database, id, wanted);
  if (missing.length === 0) return null;
  const user = await currentUser(database);
  return {
    subject: subjectOf(id),
    outcome: 'failed',
    message: `${user} has not the privilege ${missing.join(', ')} on it`,
    remedy: grantText(database, id, { privileges: missing, user }),
  };
}

function missingColumns({ rows, evolution }: SinkSettings, table: KnownTable): readonly Finding[] {
  const fields = rows.keyMode === 'none' ? [] : rows.keyFields;
  const missing = fields.filter((name) => table.column(name) === undefined);
  if (missing.length === 0 || evolution.addsColumns) return [];
  return [
    {
      subject: subjectOf(table.id),
      outcome: 'failed',
      message: `There is no column ${missing.join(', ')} for the key of the row`,
      remedy: `Correct the names of the key's columns, or set ${evolution.addKey}`,
    },
  ];
}

async function missingKey(
  database: Database,
  { insertMode, rows, connection }: SinkSettings,
  table: KnownTable,
): Promise<readonly Finding[]> {
  const { keyFields } = rows;
  if (insertMode !== 'upsert' || keyFields.length === 0) return [];
  const primary = primaryKeyOf(table.columns.map(({ column }) => column));
  const unique = await sinkDialects[connection.url.kind].uniqueKeys(database, table.id);
  const names = new Set(keyFields);
  const fits = [primary, ...unique].some(
    (columns) => columns.length === names.size && columns.every((column) => names.has(column)),
  );
  if (fits) return [];
  const columns = keyFields.map((name) => database.dialect.quote(name)).join(', ');
  return [
    {
      subject: subjectOf(table.id),
      outcome: 'failed',
      message: `It has no primary key or unique index of exactly ${keyFields.join(', ')}, by which rows are to be upserted`,
      remedy: `ALTER TABLE ${table.quoted} ADD UNIQUE (${columns})`,
    },
  ];
}

function subjectOf(id: TableId): string {
  return `table ${formatTableId(id)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
