import { DataError } from '../../errors/data-errors.ts';
import { msPerDay } from '../calendar/hybrid-calendar.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { logicalNames } from './logical-names.ts';

function builder(): SchemaBuilder {
  return SchemaBuilder.int32().name(logicalNames.time).version(1);
}

function isWithinDay(ms: number): boolean {
  return ms >= 0 && ms <= msPerDay;
}

/**
 * The logical type of times of day: INT32 milliseconds after midnight in Kafka, a `Date` on 1970-01-01 in memory.
 * The midnight at the end of the day counts too.
 */
export const TimeSchema = {
  name: logicalNames.time,
  schema: builder().build(),
  optionalSchema: builder().optional().build(),
  builder,

  /**
   * Milliseconds after midnight, UTC.
   * @throws DataError when it is on another day, or the schema is no Time.
   */
  encode(schema: Schema, value: Date): number {
    if (schema.name !== logicalNames.time) {
      throw new DataError('Requested conversion of Time object but the schema does not match.');
    }
    if (isWithinDay(value.getTime())) return value.getTime();
    throw new DataError('Kafka Connect Time type should not have any date fields set to non-zero values.');
  },

  /** @throws DataError when it is not within a day, or the schema is no Time. */
  decode(schema: Schema, ms: number): Date {
    if (schema.name !== logicalNames.time) {
      throw new DataError('Requested conversion of Date object but the schema does not match.');
    }
    if (isWithinDay(ms)) return new Date(ms);
    throw new DataError('Time values must use number of milliseconds greater than 0 and less than 86400000');
  },
} as const;
