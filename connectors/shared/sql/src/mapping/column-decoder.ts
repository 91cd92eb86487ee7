import { DataError, type Schema } from '@sluice/connect-api';
import type { SqlValue } from '../database/database.ts';
import type { DatabaseKind } from '../dialect/dialect.ts';
import type { ResultColumn } from '../dialect/column.ts';
import { TimeZone } from '../time/time-zone.ts';
import { decimalDecoder, decodeFloat, decodeInt64, decodeInteger, decodeMoney } from './decode-number.ts';
import { decodeBits, decodeBoolean, decodeBytes, decodeString } from './decode-plain.ts';
import { dateDecoder, decodeTime, instantEncoder, instantReader, type InstantReader } from './decode-time.ts';
import { fieldKindOf, type FieldKind } from './field-kind.ts';
import { fieldSchemaOf, scaleOf } from './field-schema.ts';
import type { MappingOptions } from './mapping-options.ts';
import { Misfit } from './misfit.ts';

/** What a column becomes. */
export interface FieldMapping {
  readonly name: string;
  readonly kind: FieldKind;
  readonly schema: Schema;
  /**
   * The value of the field; null stays null.
   * @throws DataError, with the field, when the value cannot be one of the schema.
   */
  readonly decode: (value: SqlValue) => unknown;
}

type Decoder = (value: SqlValue) => unknown;

/** Decides what a column becomes. */
export function mapColumn(
  column: ResultColumn,
  database: DatabaseKind,
  options: MappingOptions,
): FieldMapping {
  const kind = kindIn(column, database, options);
  const schema = fieldSchemaOf(column, kind, options);
  const decoder = makers[kind](column, { database, options });
  return { name: column.name, kind, schema, decode: (value) => (value === null ? null : decoded(value)) };

  function decoded(value: SqlValue): unknown {
    const result = decoder(value);
    if (result instanceof Misfit) throw misfitError(column, value, result);
    return result;
  }
}

/** MySQL's bits are bytes, but for a single one. */
function kindIn(column: ResultColumn, database: DatabaseKind, options: MappingOptions): FieldKind {
  const isMysql = database === 'mysql' || database === 'mariadb';
  if (column.jdbcType === 'BIT' && isMysql) return column.precision <= 1 ? 'int8' : 'bytes';
  return fieldKindOf(column, options);
}

interface Place {
  readonly database: DatabaseKind;
  readonly options: MappingOptions;
}

type MakeDecoder = (column: ResultColumn, place: Place) => Decoder;

const makers: Readonly<Record<FieldKind, MakeDecoder>> = {
  int8: ({ jdbcType }) => (jdbcType === 'BIT' ? decodeBits : decodeInteger),
  int16: () => decodeInteger,
  int32: () => decodeInteger,
  int64: () => decodeInt64,
  float32: () => decodeFloat,
  float64: ({ typeName }) => (typeName === 'money' ? decodeMoney : decodeFloat),
  boolean: () => decodeBoolean,
  string: () => decodeString,
  bytes: ({ typeName }, { database }) =>
    database === 'postgresql' && typeName === 'bytea' ? decodeBytes.fromHex : decodeBytes.asIs,
  decimal: (column, { options }) => decimalDecoder(scaleOf(column, options)),
  date: (_column, { options }) => dateDecoder(options),
  time: () => decodeTime,
  timestamp: (column, { options }) => timestampDecoder(readerOf(column, options), options),
};

const utc = new TimeZone('UTC');

/** Reads the timestamps of a column as instants, whatever its field becomes. */
export function readerOf({ typeName }: ResultColumn, options: MappingOptions): InstantReader {
  // MySQL keeps these as instants, and its sessions are in UTC here.
  return instantReader(typeName === 'timestamp' && options.sessionIsUtc ? utc : options.timeZone, options);
}

function timestampDecoder(read: InstantReader, options: MappingOptions): Decoder {
  const encode = instantEncoder(options.timestampGranularity, options.timeZone);
  return (value) => {
    const instant = read(value);
    return instant === null || instant instanceof Misfit ? instant : encode(instant);
  };
}

const maxShownLength = 60;

function misfitError(column: ResultColumn, value: SqlValue, { reason }: Misfit): DataError {
  const text = value instanceof Uint8Array ? `${value.length} bytes` : String(value);
  const shown = text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
  const error = new DataError(
    `The value ${shown} of the column "${column.name}" of type ${column.typeName} cannot be read: it is ${reason}`,
    { code: 'DATABASE_VALUE_REFUSED' },
  );
  error.field = column.name;
  return error;
}
