import type { Database, SqlRow } from '../database/database.ts';
import type { Column } from '../dialect/column.ts';
import type { TableFilter } from '../dialect/dialect.ts';
import type { TableId } from '../dialect/table-id.ts';
import { catalogueType } from './mysql-types.ts';

/** What JDBC calls what the catalogue calls it. */
const kinds: Readonly<Record<string, string>> = {
  TABLE: 'BASE TABLE',
  VIEW: 'VIEW',
  'SYSTEM TABLE': 'SYSTEM VIEW',
};

/** Tables of the database that the connection is in, unless a catalog is asked for. */
export async function listMysqlTables(
  database: Database,
  { catalog, types }: TableFilter,
): Promise<readonly TableId[]> {
  const wanted = types.map((type) => kinds[type.toUpperCase()]).filter((kind) => kind !== undefined);
  if (wanted.length === 0) return [];
  const { rows } = await database.query(
    `SELECT table_schema, table_name FROM information_schema.tables
      WHERE table_schema = COALESCE(?, DATABASE()) AND table_type IN (${wanted.map(() => '?').join(', ')})
      ORDER BY 1, 2`,
    [catalog, ...wanted],
  );
  return rows.map(([schema, table]) => ({ catalog: String(schema), schema: null, table: String(table) }));
}

const columnsOfTable = `
  SELECT c.column_name, c.data_type, c.column_type, c.numeric_precision, c.numeric_scale, c.character_maximum_length,
         c.datetime_precision, c.is_nullable, c.column_default, c.extra, COALESCE(k.ordinal_position, 0)
    FROM information_schema.columns c
    LEFT JOIN information_schema.key_column_usage k
      ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
     AND k.constraint_name = 'PRIMARY'
   WHERE c.table_schema = COALESCE(?, DATABASE()) AND c.table_name = ?
   ORDER BY c.ordinal_position`;

export async function describeMysqlTable(
  database: Database,
  { catalog, table }: TableId,
): Promise<readonly Column[] | null> {
  const { rows } = await database.query(columnsOfTable, [catalog, table]);
  if (rows.length === 0) return null;
  return rows.map(columnOf);
}

function columnOf(row: SqlRow): Column {
  const text = (index: number): string | null => {
    const value = row[index] ?? null;
    return value === null ? null : String(value);
  };
  const type = catalogueType(String(text(1)), String(text(2)));
  const isTime = type.jdbcType === 'TIME' || type.jdbcType === 'TIMESTAMP';
  const defaultValue = text(8);
  const extra = String(text(9));
  return {
    ...type,
    name: String(text(0)),
    precision: isTime ? 0 : Number(text(3) ?? text(5)),
    scale: Number(text(isTime ? 6 : 4)),
    nullable: text(7) === 'YES',
    // MariaDB writes NULL where MySQL has nothing.
    defaultValue: defaultValue === 'NULL' ? null : defaultValue,
    autoIncrement: /auto_increment/i.test(extra),
    generated: /(?:VIRTUAL|STORED|PERSISTENT)(?: GENERATED)?/i.test(extra),
    keyPosition: Number(text(10)),
  };
}
