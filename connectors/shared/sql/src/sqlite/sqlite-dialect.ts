import { ConfigError } from '@sluice/connect-api';
import type { Database } from '../database/database.ts';
import type { Column } from '../dialect/column.ts';
import type { Dialect, TableFilter } from '../dialect/dialect.ts';
import { splitName, type TableId } from '../dialect/table-id.ts';
import { declaredType } from './sqlite-types.ts';

export const sqliteDialect: Dialect = {
  kind: 'sqlite',
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  quoteText: (text) => `'${text.replaceAll("'", "''")}'`,
  placeholder: () => '?',
  maxParameters: 32_766,
  parseTable: (name) => {
    const parts = splitName(name);
    const [table = ''] = parts;
    if (table === '' || parts.length > 1) throw new ConfigError(`${name} is not the name of a table`);
    return { catalog: null, schema: null, table };
  },
  listTables: listSqliteTables,
  describeTable: describeSqliteTable,
};

async function listSqliteTables(database: Database, { types }: TableFilter): Promise<readonly TableId[]> {
  const wanted = types
    .map((type) => type.toLowerCase())
    .filter((type) => type === 'table' || type === 'view');
  if (wanted.length === 0) return [];
  const { rows } = await database.query(
    `SELECT name FROM sqlite_schema WHERE type IN (${wanted.map(() => '?').join(', ')})
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    wanted,
  );
  return rows.map(([name]) => ({ catalog: null, schema: null, table: String(name) }));
}

async function describeSqliteTable(
  database: Database,
  { table }: TableId,
): Promise<readonly Column[] | null> {
  const { rows } = await database.query(
    'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid',
    [table],
  );
  if (rows.length === 0) return null;
  const keySize = rows.filter(([, , , , key]) => key !== 0n).length;
  return rows.map(([name, type, notNull, defaultValue, key, hidden]) => {
    // Such a column is another name of the number that every row has.
    const isRowId = keySize === 1 && key === 1n && String(type).toUpperCase() === 'INTEGER';
    return {
      name: String(name),
      ...declaredType(type === null ? null : String(type)),
      nullable: notNull !== 1n && !isRowId,
      signed: true,
      defaultValue: defaultValue === null ? null : String(defaultValue),
      autoIncrement: isRowId,
      generated: hidden !== 0n,
      keyPosition: Number(key),
    };
  });
}
