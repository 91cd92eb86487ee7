import { ConfigError } from '@sluice/connect-api';
import type { Dialect } from '../dialect/dialect.ts';
import { splitName, type TableId } from '../dialect/table-id.ts';
import { describeMysqlTable, listMysqlTables } from './mysql-catalogue.ts';

export const mysqlDialect: Dialect = {
  kind: 'mysql',
  quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
  quoteText: (text) => `'${text.replaceAll(/['\\]/g, (character) => character + character)}'`,
  placeholder: () => '?',
  maxParameters: 65_535,
  parseTable: parseMysqlTable,
  listTables: listMysqlTables,
  describeTable: describeMysqlTable,
};

export const mariadbDialect: Dialect = { ...mysqlDialect, kind: 'mariadb' };

/** `table` or `database.table`: databases are the catalogs of JDBC, and there are no schemas. */
function parseMysqlTable(name: string): TableId {
  const parts = splitName(name);
  const [table = '', catalog = null] = parts.toReversed();
  if (table === '' || parts.length > 2) throw new ConfigError(`${name} is not the name of a table`);
  return { catalog, schema: null, table };
}
