import type { JdbcType, ResultColumn } from '../dialect/column.ts';
import type { MappingOptions, NumericMapping } from './mapping-options.ts';

/** What a column becomes. */
export type FieldKind =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'boolean'
  | 'string'
  | 'bytes'
  | 'decimal'
  | 'date'
  | 'time'
  | 'timestamp';

const kinds: Readonly<Record<Exclude<JdbcType, 'BIT' | 'NUMERIC'>, FieldKind>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  BIGINT: 'int64',
  REAL: 'float32',
  DOUBLE: 'float64',
  DECIMAL: 'decimal',
  CHAR: 'string',
  VARCHAR: 'string',
  LONGVARCHAR: 'string',
  SQLXML: 'string',
  BINARY: 'bytes',
  VARBINARY: 'bytes',
  LONGVARBINARY: 'bytes',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  OTHER: 'string',
};

/** Numbers that cannot be negative need the next larger type; there is none beyond 64 bits. */
const unsignedKinds: Partial<Record<FieldKind, FieldKind>> = {
  int8: 'int16',
  int16: 'int32',
  int32: 'int64',
};

/** So many decimal digits always fit into 64 bits. */
const maxInt64Digits = 18;
const lowestScale = -84;

/** What a column becomes, as the Java connectors have it. */
export function fieldKindOf(column: ResultColumn, options: MappingOptions): FieldKind {
  const { jdbcType, signed } = column;
  if (jdbcType === 'BIT') return bitKind(column);
  if (jdbcType === 'NUMERIC') return numericKind(column, options);
  const kind = kinds[jdbcType];
  return signed ? kind : (unsignedKinds[kind] ?? kind);
}

function bitKind({ typeName, precision }: ResultColumn): FieldKind {
  // PostgreSQL's booleans are bits for JDBC.
  if (typeName === 'bool') return 'boolean';
  if (precision <= 1) return typeName === 'bit' ? 'boolean' : 'int8';
  return precision <= 8 ? 'int8' : 'bytes';
}

function numericKind({ precision, scale }: ResultColumn, { numericMapping }: MappingOptions): FieldKind {
  // Declared without precision it may hold anything.
  if (precision === 0) return numericMapping === 'best_fit_eager_double' ? 'float64' : 'decimal';
  const digits = precision - Math.min(scale, 0);
  return numericKinds[numericMapping]({ digits, scale, isSmall: digits <= maxInt64Digits });
}

interface NumericShape {
  /** Of the whole number, where there is nothing after the point. */
  readonly digits: number;
  readonly scale: number;
  readonly isSmall: boolean;
}

const numericKinds: Readonly<Record<NumericMapping, (shape: NumericShape) => FieldKind>> = {
  none: () => 'decimal',
  precision_only: ({ digits, scale, isSmall }) => (scale === 0 && isSmall ? integerKind(digits) : 'decimal'),
  best_fit: ({ digits, scale, isSmall }) => {
    if (!isSmall) return 'decimal';
    return isWhole(scale) ? integerKind(digits) : 'float64';
  },
  best_fit_eager_double: ({ digits, scale, isSmall }) => {
    if (!isWhole(scale)) return 'float64';
    return isSmall ? integerKind(digits) : 'decimal';
  },
};

function isWhole(scale: number): boolean {
  return scale < 1 && scale >= lowestScale;
}

function integerKind(digits: number): FieldKind {
  if (digits > 9) return 'int64';
  if (digits > 4) return 'int32';
  return digits > 2 ? 'int16' : 'int8';
}
