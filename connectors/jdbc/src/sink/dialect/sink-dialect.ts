import type { Column, Database, DatabaseKind, TableId } from '@sluice/connector-shared-sql';
import type { EncodedValue } from '../values/encode-value.ts';
import type { TargetLimits, TargetType } from '../values/target-type.ts';
import type { ValueType } from '../values/value-type.ts';
import type { BoundColumn, Statement, Statements } from './statements.ts';

/** What only a sink has to know of a kind of database. */
export interface SinkDialect {
  readonly kind: DatabaseKind;
  /** The name between quotes. */
  quote(identifier: string): string;
  readonly limits: Omit<TargetLimits, 'zoneShiftMs'>;
  /** What a column holds. */
  targetType(column: Column): TargetType;
  /** The text that the database reads an array from. */
  arrayText(items: readonly (EncodedValue | null)[]): string;
  /** The type of a new column for values of a type. */
  columnType(type: ValueType, isKey: boolean): string;
  /** A literal as the default of a new column; `null` where the database takes none for such a column. */
  defaultLiteral(value: EncodedValue, type: ValueType): string | null;
  /** The statement that gives a column another type; `null` where the database cannot. */
  changeType(change: TypeChange): string | null;
  /** Whether a statement that defines something belongs to the transaction around it. */
  readonly hasTransactionalDdl: boolean;
  readonly statements: Statements;
  /** The statement that has constraints checked now that wait for the end of the transaction; `null` where none do. */
  readonly settleConstraints: string | null;
  /** A statement that fails where a value is not one of its column; `null` where errors name the column themselves. */
  readonly probe: ((column: BoundColumn, value: EncodedValue) => Statement) | null;
  /** What is written behind a SELECT to keep others from changing its rows; empty where nobody can. */
  readonly lockRows: string;
  /**
   * The columns of each unique index of a table that holds all rows, beside its primary key.
   * @throws DatabaseError
   */
  uniqueKeys(database: Database, table: TableId): Promise<readonly (readonly string[])[]>;
  /**
   * Names of the types of columns as casts need them, where the database has to be told.
   * @throws DatabaseError
   */
  castTypes?(database: Database, table: TableId): Promise<ReadonlyMap<string, string>>;
}

/** A column that is to get another type. */
export interface TypeChange {
  /** Quoted. */
  readonly table: string;
  /** Quoted. */
  readonly column: string;
  readonly newType: string;
  readonly nullable: boolean;
}
