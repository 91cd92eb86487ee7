import type { JdbcType } from '../dialect/column.ts';

/** By the word that a declared type begins with. */
const types: Readonly<Record<string, JdbcType>> = {
  BOOLEAN: 'BOOLEAN',
  BOOL: 'BOOLEAN',
  BIT: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT2: 'SMALLINT',
  MEDIUMINT: 'INTEGER',
  INT: 'BIGINT',
  INTEGER: 'BIGINT',
  INT4: 'BIGINT',
  BIGINT: 'BIGINT',
  INT8: 'BIGINT',
  UNSIGNED: 'BIGINT',
  REAL: 'DOUBLE',
  DOUBLE: 'DOUBLE',
  FLOAT: 'DOUBLE',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'DECIMAL',
  CHAR: 'CHAR',
  CHARACTER: 'CHAR',
  NCHAR: 'CHAR',
  VARCHAR: 'VARCHAR',
  VARYING: 'VARCHAR',
  NVARCHAR: 'VARCHAR',
  NATIVE: 'VARCHAR',
  TEXT: 'VARCHAR',
  CLOB: 'VARCHAR',
  BLOB: 'BINARY',
  BINARY: 'BINARY',
  VARBINARY: 'VARBINARY',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMP',
};

export interface DeclaredType {
  readonly typeName: string;
  readonly jdbcType: JdbcType;
  readonly precision: number;
  readonly scale: number;
}

/**
 * Reads the type that a column was declared with, which SQLite itself takes for a mere hint. Words it does not know go by
 * SQLite's rules for the affinity of columns; a column without a type, and every expression, is `OTHER`.
 */
export function declaredType(declared: string | null): DeclaredType {
  const match = /^\s*([a-z_]\w*)[^(]*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?/i.exec(declared ?? '');
  const word = (match?.[1] ?? '').toUpperCase();
  const jdbcType = types[word] ?? byAffinity(word);
  return {
    typeName: word.toLowerCase(),
    jdbcType,
    precision: Number(match?.[2] ?? 0),
    scale: Number(match?.[3] ?? 0),
  };
}

function byAffinity(word: string): JdbcType {
  if (word === '') return 'OTHER';
  if (word.includes('INT')) return 'BIGINT';
  if (/CHAR|CLOB|TEXT/.test(word)) return 'VARCHAR';
  if (word.includes('BLOB')) return 'BINARY';
  return /REAL|FLOA|DOUB/.test(word) ? 'DOUBLE' : 'OTHER';
}
