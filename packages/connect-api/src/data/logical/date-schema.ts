import { DataError } from '../../errors/data-errors.ts';
import { msPerDay } from '../calendar/hybrid-calendar.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { instantAt } from './instant.ts';
import { logicalNames } from './logical-names.ts';

function builder(): SchemaBuilder {
  return SchemaBuilder.int32().name(logicalNames.date).version(1);
}

function check(schema: Schema): void {
  if (schema.name !== logicalNames.date) {
    throw new DataError('Requested conversion of Date object but the schema does not match.');
  }
}

/** The logical type of days: INT32 days since the epoch in Kafka, a `Date` at midnight UTC in memory. */
export const DateSchema = {
  name: logicalNames.date,
  schema: builder().build(),
  optionalSchema: builder().optional().build(),
  builder,

  /**
   * Days since the epoch.
   * @throws DataError when it is not midnight UTC, or the schema is no Date.
   */
  encode(schema: Schema, value: Date): number {
    check(schema);
    if (value.getTime() % msPerDay === 0) return value.getTime() / msPerDay;
    throw new DataError('Kafka Connect Date type should not have any time fields set to non-zero values.');
  },

  /**
   * The midnight UTC with which the day begins.
   * @throws DataError when a `Date` cannot hold it (about 275 000 years from now), or the schema is no Date.
   */
  decode(schema: Schema, days: number): Date {
    check(schema);
    return instantAt(days * msPerDay, 'Date');
  },
} as const;
