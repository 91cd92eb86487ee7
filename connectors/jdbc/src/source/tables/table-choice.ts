import {
  formatTableId,
  partsOf,
  sameTable,
  type Database,
  type Dialect,
  type TableId,
} from '@sluice/connector-shared-sql';
import type { TableChoice } from '../config/source-settings.ts';

/** The tables that there are and that are wanted, in the order of the database. */
export async function findTables(database: Database, choice: TableChoice): Promise<readonly TableId[]> {
  const { catalog, schemaPattern, types } = choice;
  const present = await database.dialect.listTables(database, { catalog, schemaPattern, types });
  return present.filter((table) => isWanted(database.dialect, table, choice));
}

function isWanted(dialect: Dialect, table: TableId, choice: TableChoice): boolean {
  const { included, excluded, includePatterns, excludePatterns } = choice;
  if (included.length > 0) return included.some((name) => names(dialect, name, table));
  if (excluded.some((name) => names(dialect, name, table))) return false;
  if (includePatterns.length > 0 && !matchesAny(includePatterns, table)) return false;
  return !matchesAny(excludePatterns, table);
}

/** The names of a list that no table goes by. */
export function unknownNames(
  dialect: Dialect,
  names_: readonly string[],
  tables: readonly TableId[],
): readonly string[] {
  return names_.filter((name) => !tables.some((table) => names(dialect, name, table)));
}

/** Whether a name, with or without what stands before the table, means this one. */
export function names(dialect: Dialect, name: string, table: TableId): boolean {
  const wanted = dialect.parseTable(name);
  const parts: TableId = {
    catalog: wanted.catalog ?? table.catalog,
    schema: wanted.schema ?? table.schema,
    table: wanted.table,
  };
  // PostgreSQL’s tables are known without their database, which may be written all the same.
  return sameTable(table.catalog === null ? { ...parts, catalog: null } : parts, table);
}

/** Patterns are for the whole name, without quotes; what stands in front of the schema may be left out. */
export function matchesAny(patterns: readonly string[], table: TableId): boolean {
  const full = formatTableId(table);
  const candidates = [full, ...partsOf(table).slice(-1)];
  return patterns.some((pattern) =>
    candidates.some((name) => new RegExp(`^(?:${pattern})$`, 'su').test(name)),
  );
}
