import { DataError } from '../../errors/data-errors.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { instantAt } from './instant.ts';
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

  /** Milliseconds since the epoch. @throws DataError when the schema is no Timestamp. */
  encode(schema: Schema, value: Date): bigint {
    check(schema);
    return BigInt(value.getTime());
  },

  /** @throws DataError when a `Date` cannot hold the instant (about 275 000 years), or the schema is no Timestamp. */
  decode(schema: Schema, ms: bigint): Date {
    check(schema);
    return instantAt(ms, 'Timestamp');
  },
} as const;
