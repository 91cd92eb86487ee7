import type { Database } from '../database/database.ts';
import type { Column } from './column.ts';
import { partsOf, type TableId } from './table-id.ts';

/** The databases that are known. */
export type DatabaseKind = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';

/** Which tables to list. */
export interface TableFilter {
  /** Exact; `null` is any. */
  readonly catalog: string | null;
  /** A pattern with `%` and `_`; `null` is any but the system's own. */
  readonly schemaPattern: string | null;
  /** `TABLE`, `VIEW`, `MATERIALIZED VIEW`, `PARTITIONED TABLE`, … as JDBC names them, in upper case. */
  readonly types: readonly string[];
}

/** How a kind of database wants things to be said, and how it tells about its tables. */
export interface Dialect {
  readonly kind: DatabaseKind;
  /** The name between quotes, whatever is in it. */
  quote(identifier: string): string;
  /** The text of a string literal. */
  quoteText(text: string): string;
  /** How the n-th parameter of a statement is written, from 1. */
  placeholder(position: number): string;
  /** The most parameters that a statement can have. */
  readonly maxParameters: number;
  /** Reads a name as a user wrote it: of one part, of two or of three. */
  parseTable(name: string): TableId;
  listTables(database: Database, filter: TableFilter): Promise<readonly TableId[]>;
  /**
   * The columns of a table in its order; `null` when there is no such table. An id without a schema or catalog means the
   * table that a statement with that name would find.
   */
  describeTable(database: Database, table: TableId): Promise<readonly Column[] | null>;
}

/** The name of a table as statements have it. */
export function quoteTable(dialect: Dialect, table: TableId): string {
  return partsOf(table)
    .map((part) => dialect.quote(part))
    .join('.');
}

/** Whether a name fits a pattern with `%` and `_` as SQL's LIKE has it, `\` before what is meant literally. */
export function matchesLike(pattern: string, name: string): boolean {
  const source = pattern.replaceAll(/\\(.)|[^]/gs, (found, escaped?: string) => {
    if (escaped !== undefined) return literal(escaped);
    return found === '%' ? '.*' : found === '_' ? '.' : literal(found);
  });
  return new RegExp(`^${source}$`, 's').test(name);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
