import {
  ConnectError,
  DataError,
  formatSchema,
  javaClassNameOf,
  logicalTypeOf,
  numberTypeOf,
  plainNumber,
  type Schema,
} from '@sluice/connect-api';
import type { DateFormat } from '../date-format/date-format.ts';
import { fromUnixTime, type UnixPrecision } from './unix-time.ts';

/** What a timestamp is given as. */
export type SourceKind = 'Date' | 'Time' | 'Timestamp' | 'string' | 'unix';

/** How timestamps given as text or numbers are read. */
export interface SourceFormat {
  /** `null` when none was configured. */
  readonly format: DateFormat | null;
  readonly precision: UnixPrecision;
}

/**
 * What the timestamps of a schema are given as.
 * @throws ConnectError when the schema is not one of timestamps.
 */
export function sourceKindOf(schema: Schema): SourceKind {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null && logicalType !== 'Decimal') return logicalType;
  if (schema.type === 'STRING') return 'string';
  if (schema.type === 'INT64') return 'unix';
  throw new ConnectError(
    `Schema ${formatSchema(schema)} does not correspond to a known timestamp type format`,
    { code: 'UNSPECIFIED_FAILURE' },
  );
}

/**
 * What a timestamp without a schema is given as.
 * @throws DataError when it is no timestamp.
 */
export function sourceKindOfValue(value: unknown): SourceKind {
  if (value instanceof Date) return 'Timestamp';
  if (numberTypeOf(value) === 'INT64') return 'unix';
  if (typeof value === 'string') return 'string';
  throw new DataError(
    `TimestampConverter does not support class ${javaClassNameOf(value)} objects as timestamps`,
  );
}

/** The instant that a timestamp means. @throws DataError when it is not what its kind says, or cannot be read. */
export function readTimestamp(kind: SourceKind, value: unknown, { format, precision }: SourceFormat): Date {
  switch (kind) {
    case 'string':
      return readText(value, format);
    case 'unix': {
      const plain = plainNumber(value);
      if (typeof plain === 'number' || typeof plain === 'bigint') return fromUnixTime(plain, precision);
      throw unexpected('Unix timestamp', 'Long', value);
    }
    case 'Date':
    case 'Time':
    case 'Timestamp':
      if (value instanceof Date) return value;
      throw unexpected(kind, 'java.util.Date', value);
  }
}

function readText(value: unknown, format: DateFormat | null): Date {
  if (typeof value !== 'string') throw unexpected('string timestamp', 'String', value);
  if (format === null) {
    throw new DataError('A timestamp is given as text, but how to read it is not said: set format');
  }
  const instant = format.parse(value);
  if (instant !== null) return instant;
  throw new DataError(
    `Could not parse timestamp: value (${value}) does not match pattern (${format.pattern})`,
  );
}

function unexpected(what: string, className: string, value: unknown): DataError {
  return new DataError(`Expected ${what} to be a ${className}, but found class ${javaClassNameOf(value)}`);
}
