import { DataError } from '../../errors/data-errors.ts';
import { epochMsOf, instantAt } from '../calendar/far-instant.ts';
import { msPerDay } from '../calendar/hybrid-calendar.ts';
import { msBeyondDays, wholeDays } from '../calendar/whole-days.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { logicalNames } from './logical-names.ts';

function builder(): SchemaBuilder {
  return SchemaBuilder.int32().name(logicalNames.date).version(1);
}

function check(schema: Schema): void {
  if (schema.name !== logicalNames.date) {
    throw new DataError('Requested conversion of Date object but the schema does not match.');
  }
}

function int32(days: number): number {
  if ((days | 0) === days) return days;
  throw new DataError(`Kafka Connect Date type counts days in 32 bits, which cannot hold ${days}.`);
}

/** The logical type of days: INT32 days since the epoch in Kafka, a `Date` at midnight UTC in memory. */
export const DateSchema = {
  name: logicalNames.date,
  schema: builder().build(),
  optionalSchema: builder().optional().build(),
  builder,

  /**
   * Days since the epoch.
   * @throws DataError when it is not midnight UTC, the days do not fit INT32, or the schema is no Date.
   */
  encode(schema: Schema, value: Date): number {
    check(schema);
    const epochMs = epochMsOf(value);
    if (msBeyondDays(epochMs) !== 0) {
      throw new DataError('Kafka Connect Date type should not have any time fields set to non-zero values.');
    }
    if (typeof epochMs === 'number') return epochMs / msPerDay;
    return int32(wholeDays(epochMs));
  },

  /**
   * The midnight UTC with which the day begins; a {@link FarInstant} where a `Date` cannot hold it.
   * @throws DataError when the days do not fit INT32, or the schema is no Date.
   */
  decode(schema: Schema, days: number): Date {
    check(schema);
    // Exact: the product has at most 48 significant bits.
    return instantAt(int32(days) * msPerDay);
  },
} as const;
