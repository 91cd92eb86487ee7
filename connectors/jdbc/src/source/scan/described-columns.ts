import { ConnectError } from '@sluice/connect-api';
import { formatTableId, type Database, type ResultColumn, type TableId } from '@sluice/connector-shared-sql';

/** The columns of a table, or of a query. */
export async function describedColumns(
  database: Database,
  table: TableId | null,
  query: string | null,
): Promise<readonly ResultColumn[]> {
  if (table === null) {
    const { columns } = await database.query(`SELECT * FROM (${query}) sluice_rows WHERE 1 = 0`);
    return columns;
  }
  const columns = await database.dialect.describeTable(database, table);
  if (columns === null) throw missingTable(table);
  return columns;
}

export function missingTable(table: TableId): ConnectError {
  return new ConnectError(`The table ${formatTableId(table)} does not exist, or may not be seen`, {
    code: 'DATABASE_OBJECT_MISSING',
  });
}
