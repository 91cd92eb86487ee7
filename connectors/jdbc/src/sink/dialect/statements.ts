import type { SqlParameter } from '@sluice/connector-shared-sql';
import type { EncodedValue } from '../values/encode-value.ts';
import type { TargetType } from '../values/target-type.ts';
import type { InsertMode } from '../record/row-settings.ts';

/** The values of a row, in the order of its columns. */
export type EncodedRow = readonly (EncodedValue | null)[];

/** A column as statements need it. */
export interface BoundColumn {
  /** Quoted, if names are. */
  readonly name: string;
  readonly type: TargetType;
  /** How the database calls the type in a cast; its own name for it where it makes no difference. */
  readonly castType: string;
}

/** What rows are written with. */
export interface StatementShape {
  /** Quoted, if names are. */
  readonly table: string;
  /** The columns of the key come first. */
  readonly columns: readonly BoundColumn[];
  readonly keyCount: number;
}

/** A statement with what is sent along. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** Makes the statements of rows of one shape; made once, used for each batch. */
export type RowStatements = (rows: readonly EncodedRow[]) => Iterable<Statement>;

/** How a kind of database writes and deletes many rows at a time. */
export interface Statements {
  write(shape: StatementShape, mode: InsertMode): RowStatements;
  /** Rows have the columns of the key only. */
  remove(shape: StatementShape): RowStatements;
  /** Empties the table. */
  truncate(table: string): string;
}
