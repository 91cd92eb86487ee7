import { quoteTable, type Column } from '@sluice/connector-shared-sql';
import type { TargetType } from '../values/target-type.ts';
import { arrayLiteral } from './postgres-array.ts';
import { groupedNames } from './grouped-names.ts';
import { postgresStatements } from './postgres-statements.ts';
import { columnTypeIn, type ColumnTypes } from './column-types.ts';
import type { SinkDialect } from './sink-dialect.ts';

export const postgresSink: SinkDialect = {
  kind: 'postgresql',
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  limits: {
    minYear: -4712,
    maxYear: 275_760,
    hasNaN: true,
    hasNul: false,
    booleans: ['f', 't'],
    zoneSuffix: '+00',
    farYears: (text) => {
      const year = Number(/^[+-]?\d+/.exec(text)?.[0]);
      const rest = text.replace(/^[+-]?\d+/, '');
      return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
    },
  },
  hasTransactionalDdl: true,
  statements: postgresStatements,
  settleConstraints: 'SET CONSTRAINTS ALL IMMEDIATE',
  lockRows: ' FOR UPDATE',
  probe: ({ castType }, value) => ({
    sql: `SELECT ($1::text[])[1]::${castType}`,
    parameters: [arrayLiteral([value], (item) => item)],
  }),
  arrayText: (items) => arrayLiteral(items, (item) => item),

  targetType: (column) => typeOf(column.typeName, column),

  columnType: (type, isKey) => columnType(type, isKey),

  defaultLiteral: (value, type) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'::${columnType(type, false)}` : null,

  changeType: ({ table, column, newType }) =>
    `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${newType} USING ${column}::${newType}`,

  uniqueKeys: async (database, table) => {
    const { rows } = await database.query(
      `SELECT i.indexrelid::text, a.attname FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
        WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
        AND i.indisvalid AND array_position(i.indkey::int2[], a.attnum) < i.indnkeyatts`,
      [quoteTable(database.dialect, table)],
    );
    return groupedNames(rows);
  },

  castTypes: async (database, table) => {
    const { rows } = await database.query(
      'SELECT attname, format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
      [quoteTable(database.dialect, table)],
    );
    return new Map(rows.map(([name, type]) => [String(name), String(type)]));
  },
};

const integers: Readonly<Record<string, number>> = { int2: 16, int4: 32, int8: 64 };

function typeOf(name: string, column: Column): TargetType {
  const bits = integers[name];
  if (bits !== undefined)
    return { kind: 'integer', min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n };
  if (name.startsWith('_'))
    return { kind: 'array', element: typeOf(name.slice(1), { ...column, precision: 0 }) };
  return named(name, column);
}

function named(name: string, column: Column): TargetType {
  return targetTypes[name]?.(column) ?? { kind: 'other' };
}

/** PostgreSQL's own limit; what is beyond stands for none. */
const maxLength = 10_485_760;

function ofLength({ precision }: Column): TargetType {
  return { kind: 'text', maxLength: precision > 0 && precision < maxLength ? precision : null };
}

const targetTypes: Readonly<Record<string, (column: Column) => TargetType>> = {
  numeric: ({ precision, scale }) =>
    precision > 0 ? { kind: 'decimal', precision, scale } : { kind: 'decimal', precision: null, scale: null },
  float4: () => ({ kind: 'float', bits: 32 }),
  float8: () => ({ kind: 'float', bits: 64 }),
  bool: () => ({ kind: 'boolean' }),
  text: () => ({ kind: 'text', maxLength: null }),
  citext: () => ({ kind: 'text', maxLength: null }),
  varchar: ofLength,
  bpchar: ofLength,
  bytea: () => ({ kind: 'bytes', maxLength: null }),
  date: () => ({ kind: 'date' }),
  uuid: () => ({ kind: 'uuid' }),
  json: () => ({ kind: 'json' }),
  jsonb: () => ({ kind: 'json' }),
  bit: () => ({ kind: 'bits' }),
  varbit: () => ({ kind: 'bits' }),
  time: ({ scale }) => ({ kind: 'time', digits: scale }),
  timestamp: ({ scale }) => ({ kind: 'timestamp', digits: scale }),
  timestamptz: ({ scale }) => ({ kind: 'zoned timestamp', digits: scale }),
};

const columnTypes: ColumnTypes = {
  integer: ({ bits }) => ({ 8: 'SMALLINT', 16: 'SMALLINT', 32: 'INT', 64: 'BIGINT' })[bits],
  float: ({ bits }) => (bits === 32 ? 'REAL' : 'DOUBLE PRECISION'),
  // With its scale, which whoever reads the column would not know otherwise; 1000 digits are the most.
  decimal: ({ scale }) =>
    scale === null || scale < 0 || scale > 1000 ? 'NUMERIC' : `NUMERIC(1000, ${scale})`,
  boolean: () => 'BOOLEAN',
  text: () => 'TEXT',
  bytes: () => 'BYTEA',
  uuid: () => 'UUID',
  json: () => 'JSONB',
  structured: () => 'JSONB',
  date: () => 'DATE',
  time: ({ form }) => (form === 'text' ? 'TIMETZ' : 'TIME'),
  timestamp: ({ form }) => (form === 'text' ? 'TIMESTAMPTZ' : 'TIMESTAMP'),
  bits: ({ length }) => (length === null ? 'BIT VARYING' : `BIT(${length})`),
  array: ({ element }) =>
    element.kind === 'array' ? columnType(element, false) : `${columnType(element, false)}[]`,
};

const columnType = columnTypeIn(columnTypes);
