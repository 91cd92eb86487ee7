import { quoteTable, type Dialect, type TableId } from '@sluice/connector-shared-sql';

/** The tables of a task as its configuration has them: names between quotes, with commas. */
export function formatTableNames(dialect: Dialect, tables: readonly TableId[]): string {
  return tables.map((table) => quoteTable(dialect, table)).join(',');
}

/** The inverse of {@link formatTableNames}. */
export function parseTableNames(dialect: Dialect, text: string): readonly TableId[] {
  // A quote in a name is written twice, so that every quote opens or closes.
  const names = text.match(/(?:"[^"]*"|`[^`]*`|[^,"`])+/g) ?? [];
  return names.map((name) => dialect.parseTable(name.trim()));
}
