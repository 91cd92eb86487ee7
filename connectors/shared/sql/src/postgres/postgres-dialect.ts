import { ConfigError } from '@sluice/connect-api';
import type { Dialect } from '../dialect/dialect.ts';
import { splitName, type TableId } from '../dialect/table-id.ts';
import { describePostgresTable, listPostgresTables } from './postgres-catalogue.ts';

export const postgresDialect: Dialect = {
  kind: 'postgresql',
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  quoteText: (text) =>
    text.includes('\\')
      ? `E'${text.replaceAll(/['\\]/g, (character) => character + character)}'`
      : `'${text.replaceAll("'", "''")}'`,
  placeholder: (position) => `$${position}`,
  maxParameters: 65_535,
  parseTable: parsePostgresTable,
  listTables: listPostgresTables,
  describeTable: describePostgresTable,
};

/** `table`, `schema.table`, or all with the database in front. */
function parsePostgresTable(name: string): TableId {
  const parts = splitName(name);
  const [table = '', schema = null, catalog = null] = parts.toReversed();
  if (table === '' || parts.length > 3) throw new ConfigError(`${name} is not the name of a table`);
  return { catalog, schema, table };
}
