/** Types of JDBC, by which Connect schemas are chosen: that is what the Java connectors do. */
export type JdbcType =
  | 'BIT'
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INTEGER'
  | 'BIGINT'
  | 'REAL'
  | 'DOUBLE'
  | 'NUMERIC'
  | 'DECIMAL'
  | 'CHAR'
  | 'VARCHAR'
  | 'LONGVARCHAR'
  | 'SQLXML'
  | 'BINARY'
  | 'VARBINARY'
  | 'LONGVARBINARY'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  /** Whatever JDBC has no name for, or that Java's connectors leave out. */
  | 'OTHER';

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  readonly jdbcType: JdbcType;
  /** As the database names it, in lower case: `int8`, `bigint unsigned`, `timestamptz`. */
  readonly typeName: string;
  /** Digits of a number, length of a text or of bits; 0 when the type has none or it is not known. */
  readonly precision: number;
  /** Digits after the point; of times the digits of the second. */
  readonly scale: number;
  /** `true` also when it is not known. */
  readonly nullable: boolean;
  /** `false` for numbers without negative ones. */
  readonly signed: boolean;
}

/** A column of a table. */
export interface Column extends ResultColumn {
  /** The expression of its default as the database shows it; `null` when it has none. */
  readonly defaultValue: string | null;
  readonly autoIncrement: boolean;
  /** Whether its values are computed by the database: such a column cannot be written. */
  readonly generated: boolean;
  /** Its place in the primary key, from 1; 0 when it is not part of it. */
  readonly keyPosition: number;
}

/** The names of the columns of the primary key, in its order; none when there is no key. */
export function primaryKeyOf(columns: readonly Column[]): readonly string[] {
  return columns
    .filter(({ keyPosition }) => keyPosition > 0)
    .toSorted((a, b) => a.keyPosition - b.keyPosition)
    .map(({ name }) => name);
}
