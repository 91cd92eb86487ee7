import {
  DataError,
  DateSchema,
  DecimalSchema,
  TimeSchema,
  TimestampSchema,
  type Decimal,
  type LogicalType,
  type Schema,
} from '@sluice/connect-api';
import { decodeBase64 } from '../text/base64.ts';
import type { JsonCursor } from '../text/json-cursor.ts';
import { exactDecimal, lowInt64 } from './number-value.ts';
import type { ContentReader } from './decoder.ts';

/** The name of a logical type decides before the type does. */
export const logicalContents: Readonly<Record<LogicalType, (schema: Schema) => ContentReader>> = {
  Decimal: (schema) => (cursor) => readDecimal(schema, cursor),
  Date: (schema) => (cursor) => DateSchema.decode(schema, readInt32(cursor, 'Date')),
  Time: (schema) => (cursor) => TimeSchema.decode(schema, readInt32(cursor, 'Time')),
  Timestamp: (schema) => (cursor) => TimestampSchema.decode(schema, readInt64(cursor)),
};

/** A number keeps the scale of its text, whatever that of the schema. */
function readDecimal(schema: Schema, cursor: JsonCursor): Decimal {
  const kind = cursor.kind();
  if (kind === 'NUMBER') {
    cursor.readNumber();
    return exactDecimal(cursor);
  }
  if (kind !== 'STRING') {
    throw new DataError(
      `Invalid type for Decimal, underlying representation should be numeric or bytes but was ${kind}`,
    );
  }
  const bytes = decodeBase64(cursor.readString());
  if (bytes === null) throw new DataError('Invalid bytes for Decimal field');
  try {
    return DecimalSchema.decode(schema, bytes);
  } catch (cause) {
    throw new DataError('Invalid bytes for Decimal field', { cause });
  }
}

function readInt32(cursor: JsonCursor, name: 'Date' | 'Time'): number {
  const kind = cursor.kind();
  if (readsIntegral(cursor) && (cursor.number | 0) === cursor.number) return cursor.number;
  throw new DataError(
    `Invalid type for ${name}, underlying representation should be integer but was ${kind}`,
  );
}

function readInt64(cursor: JsonCursor): bigint {
  const kind = cursor.kind();
  if (readsIntegral(cursor)) return lowInt64(cursor);
  throw new DataError(
    `Invalid type for Timestamp, underlying representation should be integral but was ${kind}`,
  );
}

function readsIntegral(cursor: JsonCursor): boolean {
  if (cursor.kind() !== 'NUMBER') return false;
  cursor.readNumber();
  return cursor.integral;
}
