import type { TargetType } from '../values/target-type.ts';
import { columnTypeIn, type ColumnTypes } from './column-types.ts';
import { groupedNames } from './grouped-names.ts';
import { jsonArray } from './json-array.ts';
import type { SinkDialect } from './sink-dialect.ts';
import { sqliteStatements } from './sqlite-statements.ts';

export const sqliteSink: SinkDialect = {
  kind: 'sqlite',
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  limits: {
    minYear: -271_820,
    maxYear: 275_760,
    hasNaN: false,
    hasNul: true,
    booleans: ['0', '1'],
    zoneSuffix: '',
    farYears: (text) => text,
  },
  hasTransactionalDdl: true,
  statements: sqliteStatements,
  settleConstraints: null,
  lockRows: '',
  probe: null,
  arrayText: jsonArray,
  targetType: ({ typeName }) => typeOf(typeName),
  columnType: (type, isKey) => columnType(type, isKey),
  defaultLiteral: (value, type) => {
    if (typeof value !== 'string') return null;
    const isNumber = type.kind === 'integer' || type.kind === 'boolean' || type.kind === 'float';
    return isNumber ? value : `'${value.replaceAll("'", "''")}'`;
  },
  uniqueKeys: async (database, { table }) => {
    const { rows } = await database.query(
      'SELECT l.name, i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i WHERE l."unique" = 1 AND l.partial = 0',
      [table],
    );
    return groupedNames(rows);
  },
  changeType: () => null,
};

/** What a column keeps goes by words in its declared type, as https://www.sqlite.org/datatype3.html has it. */
function typeOf(declared: string): TargetType {
  const name = declared.toLowerCase();
  if (/^(date|time|datetime|timestamp|timestamptz)\b/.test(name)) return temporal(name);
  if (name.startsWith('bool')) return { kind: 'boolean' };
  if (name.startsWith('json')) return { kind: 'json' };
  if (name.includes('int')) return { kind: 'integer', min: -(1n << 63n), max: (1n << 63n) - 1n };
  if (/char|clob|text/.test(name)) return { kind: 'text', maxLength: null };
  if (name.includes('blob')) return { kind: 'bytes', maxLength: null };
  if (name === '') return { kind: 'other' };
  // What has more digits would become a floating-point number, and lose some of them.
  return /real|floa|doub/.test(name)
    ? { kind: 'float', bits: 64 }
    : { kind: 'decimal', precision: 15, scale: null };
}

function temporal(name: string): TargetType {
  if (name.startsWith('datetime') || name.startsWith('timestamp')) return { kind: 'timestamp', digits: 9 };
  return name.startsWith('date') ? { kind: 'date' } : { kind: 'time', digits: 9 };
}

// A column of numbers would keep 15 digits of a decimal.
const columnTypes: ColumnTypes = {
  integer: () => 'INTEGER',
  float: () => 'REAL',
  decimal: () => 'TEXT',
  boolean: () => 'BOOLEAN',
  text: () => 'TEXT',
  uuid: () => 'TEXT',
  bytes: () => 'BLOB',
  bits: () => 'TEXT',
  date: () => 'DATE',
  time: ({ form }) => (form === 'text' ? 'TEXT' : 'TIME'),
  timestamp: () => 'TIMESTAMP',
  json: () => 'JSON',
  structured: () => 'JSON',
  array: () => 'JSON',
};

const columnType = columnTypeIn(columnTypes);
