import type { Database } from '../database/database.ts';
import type { Column } from '../dialect/column.ts';
import type { TableFilter } from '../dialect/dialect.ts';
import type { TableId } from '../dialect/table-id.ts';
import { builtInType, modifierOf, ownType } from './postgres-types.ts';

/** What JDBC calls what `relkind` stands for. */
const kinds: Readonly<Record<string, string>> = {
  TABLE: 'r',
  'PARTITIONED TABLE': 'p',
  VIEW: 'v',
  'MATERIALIZED VIEW': 'm',
  'FOREIGN TABLE': 'f',
};

/** Ids have no catalog, as those of the Java connectors have none: a connection sees one database only. */
export async function listPostgresTables(
  database: Database,
  { schemaPattern, types }: TableFilter,
): Promise<readonly TableId[]> {
  const wanted = types.map((type) => kinds[type.toUpperCase()]).filter((kind) => kind !== undefined);
  const { rows } = await database.query(
    `SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind::text = ANY($1) AND ($2::text IS NULL OR n.nspname LIKE $2)
        AND ($2::text IS NOT NULL OR n.nspname !~ '^pg_(toast|temp|catalog)' AND n.nspname <> 'information_schema')
      ORDER BY 1, 2`,
    [wanted, schemaPattern],
  );
  return rows.map(([schema, table]) => ({ catalog: null, schema: String(schema), table: String(table) }));
}

/** A domain is described as the type below it: that is how results have it. */
const columnsOfTable = `
  SELECT a.attname, coalesce(nullif(t.typbasetype, 0), t.oid)::text, b.typname, b.typtype,
         CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END::text,
         (a.attnotnull OR t.typnotnull)::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
         (a.attidentity <> '')::text, (a.attgenerated <> '')::text,
         coalesce(array_position(i.indkey::int2[], a.attnum), -1)::text
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
   WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
   ORDER BY a.attnum`;

export async function describePostgresTable(
  database: Database,
  { schema, table }: TableId,
): Promise<readonly Column[] | null> {
  const { quote } = database.dialect;
  const name = schema === null ? quote(table) : `${quote(schema)}.${quote(table)}`;
  const found = await database.query('SELECT to_regclass($1)::text', [name]);
  if ((found.rows[0]?.[0] ?? null) === null) return null;
  const { rows } = await database.query(columnsOfTable, [name]);
  return rows.map((row) => columnOf(row.map((value) => (value === null ? null : String(value)))));
}

function columnOf(row: readonly (string | null)[]): Column {
  const [name, oid, typname, typtype, modifier, notNull, defaultValue, identity, generated, keyIndex] = row;
  const { typeName, jdbcType } = builtInType(Number(oid)) ?? ownType(typname ?? '', typtype ?? '');
  const computed = generated === 'true' ? null : (defaultValue ?? null);
  return {
    name: name ?? '',
    jdbcType,
    typeName,
    ...modifierOf(typeName, Number(modifier)),
    nullable: notNull !== 'true',
    signed: true,
    defaultValue: computed,
    autoIncrement: identity === 'true' || (computed?.startsWith('nextval(') ?? false),
    generated: generated === 'true',
    // The vector of an index counts from 0, as the array that it becomes does.
    keyPosition: Number(keyIndex) + 1,
  };
}
