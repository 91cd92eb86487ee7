import type { Column, DatabaseKind } from '@sluice/connector-shared-sql';
import { groupedNames } from './grouped-names.ts';
import { jsonArray } from './json-array.ts';
import type { TargetType } from '../values/target-type.ts';
import { columnTypeIn, type ColumnTypes } from './column-types.ts';
import { mysqlStatements } from './mysql-statements.ts';
import type { SinkDialect } from './sink-dialect.ts';

/** MySQL and MariaDB. */
export function mysqlSink(kind: Extract<DatabaseKind, 'mysql' | 'mariadb'>): SinkDialect {
  return {
    kind,
    quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
    limits: {
      minYear: 1,
      maxYear: 9999,
      hasNaN: false,
      hasNul: true,
      booleans: ['0', '1'],
      zoneSuffix: '',
      farYears: (text) => text,
    },
    hasTransactionalDdl: false,
    statements: mysqlStatements,
    settleConstraints: null,
    lockRows: ' FOR UPDATE',
    probe: null,
    arrayText: jsonArray,
    targetType,
    columnType: columnTypeIn(columnTypes(kind)),
    // MySQL 8.0.12 and older take no default for such columns, newer ones only as an expression.
    defaultLiteral: (value, type) =>
      typeof value !== 'string' || withoutDefault.has(type.kind)
        ? null
        : `'${value.replaceAll(/['\\]/g, '\\$&')}'`,
    uniqueKeys: async (database, { catalog, table }) => {
      const { rows } = await database.query(
        'SELECT index_name, column_name FROM information_schema.statistics WHERE non_unique = 0 AND table_name = ? AND table_schema = COALESCE(?, DATABASE())',
        [table, catalog],
      );
      return groupedNames(rows);
    },
    changeType: ({ table, column, newType, nullable }) =>
      `ALTER TABLE ${table} MODIFY COLUMN ${column} ${newType} ${nullable ? 'NULL' : 'NOT NULL'}`,
  };
}

const withoutDefault: ReadonlySet<string> = new Set(['text', 'bytes', 'json', 'structured', 'array', 'bits']);

const integers: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  bigint: 64,
};

function targetType(column: Column): TargetType {
  const { typeName, signed } = column;
  const name = typeName.replace(/ unsigned.*$/, '');
  const bits = integers[name];
  if (bits === undefined) return otherType(name, column);
  return signed
    ? { kind: 'integer', min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n }
    : { kind: 'integer', min: 0n, max: (1n << BigInt(bits)) - 1n };
}

function otherType(name: string, column: Column): TargetType {
  return targetTypes[name]?.(column) ?? { kind: 'other' };
}

const text = ({ precision }: Column): TargetType => ({ kind: 'text', maxLength: precision });
// The lengths of these count bytes: the server says what is too long.
const longText = (): TargetType => ({ kind: 'text', maxLength: null });
const bytes = ({ precision }: Column): TargetType => ({ kind: 'bytes', maxLength: precision });
const bytesUpTo = (maxLength: number) => (): TargetType => ({ kind: 'bytes', maxLength });
const decimal = ({ precision, scale }: Column): TargetType => ({ kind: 'decimal', precision, scale });

const targetTypes: Readonly<Record<string, (column: Column) => TargetType>> = {
  decimal,
  numeric: decimal,
  float: () => ({ kind: 'float', bits: 32 }),
  double: () => ({ kind: 'float', bits: 64 }),
  bit: ({ precision }) => (precision === 1 ? { kind: 'boolean' } : { kind: 'bits' }),
  json: () => ({ kind: 'json' }),
  date: () => ({ kind: 'date' }),
  time: ({ scale }) => ({ kind: 'time', digits: scale }),
  datetime: ({ scale }) => ({ kind: 'timestamp', digits: scale }),
  // The session's time zone is UTC.
  timestamp: ({ scale }) => ({ kind: 'zoned timestamp', digits: scale }),
  char: text,
  varchar: text,
  tinytext: longText,
  text: longText,
  mediumtext: longText,
  longtext: longText,
  binary: bytes,
  varbinary: bytes,
  tinyblob: bytesUpTo(255),
  blob: bytesUpTo(65_535),
  mediumblob: bytesUpTo(16_777_215),
  longblob: bytesUpTo(4_294_967_295),
};

/** The most characters of a key of four bytes each: 767 bytes are the limit in older servers. */
const keyLength = 191;

/** Servers may have other character sets and compare without regard to case by default. */
const allCharacters = 'CHARACTER SET utf8mb4';
const keyCollations = { mysql: 'utf8mb4_bin', mariadb: 'utf8mb4_nopad_bin' } as const;

const columnTypes = (kind: keyof typeof keyCollations): ColumnTypes => ({
  integer: ({ bits }) => ({ 8: 'TINYINT', 16: 'SMALLINT', 32: 'INT', 64: 'BIGINT' })[bits],
  float: ({ bits }) => (bits === 32 ? 'FLOAT' : 'DOUBLE'),
  decimal: ({ scale }) => `DECIMAL(65, ${Math.min(30, Math.max(0, scale ?? 30))})`,
  boolean: () => 'TINYINT(1)',
  text: (_type, isKey) =>
    isKey
      ? `VARCHAR(${keyLength}) ${allCharacters} COLLATE ${keyCollations[kind]}`
      : `LONGTEXT ${allCharacters}`,
  uuid: () => 'CHAR(36)',
  bytes: (_type, isKey) => (isKey ? 'VARBINARY(255)' : 'LONGBLOB'),
  json: () => 'JSON',
  structured: () => 'JSON',
  array: () => 'JSON',
  date: () => 'DATE',
  time: ({ form, unit }) => (form === 'text' ? 'VARCHAR(30)' : `TIME(${digitsOf(unit)})`),
  timestamp: ({ form, unit }) => `DATETIME(${form === 'text' ? 6 : digitsOf(unit)})`,
  bits: ({ length }) => (length !== null && length <= 64 ? `BIT(${length})` : 'LONGBLOB'),
});

function digitsOf(unit: string | null): number {
  return unit === 'microseconds' || unit === 'nanoseconds' ? 6 : 3;
}
