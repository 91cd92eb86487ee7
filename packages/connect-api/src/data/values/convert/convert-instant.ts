import { epochMsOf } from '../../calendar/far-instant.ts';
import { msPerDay } from '../../calendar/hybrid-calendar.ts';
import { msBeyondDays, wholeDays } from '../../calendar/whole-days.ts';
import { DateSchema } from '../../logical/date-schema.ts';
import { logicalTypeOf, type LogicalType } from '../../logical/logical-names.ts';
import { TimeSchema } from '../../logical/time-schema.ts';
import { TimestampSchema } from '../../logical/timestamp-schema.ts';
import type { Schema } from '../../schema.ts';
import { parseString } from '../parse/parse-string.ts';
import { nullNotAllowed, toInt64 } from './numeric.ts';

/**
 * A text is parsed first. A date without a schema stays as it is, so does a Date; of a Timestamp the whole days are
 * kept, towards the epoch; anything else is converted to a number, which counts days.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the value is null, no number can be made of it, or the days do not fit INT32.
 */
export function convertToDate(schema: Schema | null, value: unknown): Date {
  const read = parsed(value);
  if (isInstant(schema, read, ['Date'])) return read;
  if (isInstant(schema, read, ['Timestamp'])) {
    return DateSchema.decode(DateSchema.schema, wholeDays(epochMsOf(read)));
  }
  return DateSchema.decode(DateSchema.schema, Number(BigInt.asIntN(32, toInt64(schema, read))));
}

/**
 * A text is parsed first. A date without a schema stays as it is, so does a Time; of a Timestamp the time of day in
 * UTC is kept; anything else is converted to a number, which counts milliseconds.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the value is null, no number can be made of it, or the number is not within a day.
 */
export function convertToTime(schema: Schema | null, value: unknown): Date {
  const read = parsed(value);
  if (isInstant(schema, read, ['Time'])) return read;
  if (isInstant(schema, read, ['Timestamp'])) {
    const ms = msBeyondDays(epochMsOf(read));
    return TimeSchema.decode(TimeSchema.schema, ms < 0 ? ms + msPerDay : ms);
  }
  return TimeSchema.decode(TimeSchema.schema, Number(BigInt.asIntN(32, toInt64(schema, read))));
}

/**
 * A text is parsed first. A date without a schema and a Date, Time or Timestamp stay the same instant; anything else
 * is converted to a number, which counts milliseconds.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the value is null, or no number can be made of it.
 */
export function convertToTimestamp(schema: Schema | null, value: unknown): Date {
  const read = parsed(value);
  if (isInstant(schema, read, ['Date', 'Time', 'Timestamp'])) return read;
  return TimestampSchema.decode(TimestampSchema.schema, toInt64(schema, read));
}

/** Whether it is a date whose schema is one of the types; a date without schema is whatever is asked for. */
function isInstant(schema: Schema | null, value: unknown, types: readonly LogicalType[]): value is Date {
  if (!(value instanceof Date)) return false;
  if (schema === null) return true;
  const type = logicalTypeOf(schema);
  return type !== null && types.includes(type);
}

function parsed(value: unknown): unknown {
  if ((value ?? null) === null) throw nullNotAllowed();
  if (typeof value !== 'string') return value;
  return parseString(value).value ?? value;
}
