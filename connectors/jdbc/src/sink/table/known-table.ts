import { quoteTable, type Column, type Database, type TableId } from '@sluice/connector-shared-sql';
import type { SinkDialect } from '../dialect/sink-dialect.ts';
import type { BoundColumn } from '../dialect/statements.ts';
import type { TargetColumn } from '../values/target-type.ts';

/** A column of a table that is there. */
export interface KnownColumn {
  readonly column: Column;
  readonly target: TargetColumn;
  readonly bound: BoundColumn;
  /** Whether null can be written into it. */
  readonly takesNull: boolean;
}

/** A table that is there, as it was when it was looked at. */
export interface KnownTable {
  readonly id: TableId;
  /** Its name as statements have it. */
  readonly quoted: string;
  /** @returns the column of that name, in another letter case if need be. */
  column(name: string): KnownColumn | undefined;
  readonly columns: readonly KnownColumn[];
}

/** Looks at a table; `null` when it is not there. @throws DatabaseError */
export async function readTable(
  database: Database,
  dialect: SinkDialect,
  id: TableId,
): Promise<KnownTable | null> {
  const columns = await database.dialect.describeTable(database, id);
  if (columns === null) return null;
  const castTypes = await dialect.castTypes?.(database, id);
  const known = columns.map((column) => knownColumn(database, dialect, { column, castTypes }));
  const byName = new Map(known.map((entry) => [entry.column.name, entry]));
  const byLowerName = new Map(known.map((entry) => [entry.column.name.toLowerCase(), entry]));
  return {
    id,
    quoted: quoteTable(database.dialect, id),
    columns: known,
    column: (name) => byName.get(name) ?? byLowerName.get(name.toLowerCase()),
  };
}

interface ColumnAndCasts {
  readonly column: Column;
  readonly castTypes: ReadonlyMap<string, string> | undefined;
}

function knownColumn(
  database: Database,
  dialect: SinkDialect,
  { column, castTypes }: ColumnAndCasts,
): KnownColumn {
  const type = dialect.targetType(column);
  return {
    column,
    target: { name: column.name, typeName: shownType(column), type },
    bound: {
      name: database.dialect.quote(column.name),
      type,
      castType: castTypes?.get(column.name) ?? column.typeName,
    },
    takesNull: column.nullable || column.autoIncrement,
  };
}

function shownType({ typeName, precision, scale, jdbcType }: Column): string {
  const isNumber = jdbcType === 'NUMERIC' || jdbcType === 'DECIMAL';
  if (isNumber && precision > 0) return `${typeName}(${precision},${scale})`;
  const hasLength =
    jdbcType === 'CHAR' || jdbcType === 'VARCHAR' || jdbcType === 'VARBINARY' || jdbcType === 'BINARY';
  return hasLength && precision > 0 ? `${typeName}(${precision})` : typeName;
}
