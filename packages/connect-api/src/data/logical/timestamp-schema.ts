import { DataError } from '../../errors/data-errors.ts';
import { epochMsOf, instantAt } from '../calendar/far-instant.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { logicalNames } from './logical-names.ts';

function builder(): SchemaBuilder {
  return SchemaBuilder.int64().name(logicalNames.timestamp).version(1);
}

function check(schema: Schema): void {
  if (schema.name !== logicalNames.timestamp) {
    throw new DataError('Requested conversion of Timestamp object but the schema does not match.');
  }
}

/** The logical type of instants: INT64 milliseconds since the epoch in Kafka, a `Date` in memory. */
export const TimestampSchema = {
  name: logicalNames.timestamp,
  schema: builder().build(),
  optionalSchema: builder().optional().build(),
  builder,

  /** Milliseconds since the epoch. @throws DataError when the `Date` is no instant, or the schema no Timestamp. */
  encode(schema: Schema, value: Date): bigint {
    check(schema);
    const epochMs = epochMsOf(value);
    if (Number.isNaN(epochMs)) throw new DataError('Invalid value for Timestamp: a Date that is no instant');
    return BigInt(epochMs);
  },

  /**
   * The instant; a {@link FarInstant} where a `Date` cannot hold it.
   * @throws DataError when the number is beyond 64 bits, or the schema is no Timestamp.
   */
  decode(schema: Schema, ms: bigint): Date {
    check(schema);
    return instantAt(ms);
  },
} as const;
