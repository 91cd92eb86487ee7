import type { Database, SqlInstant } from '@sluice/connector-shared-sql';
import type { SourceSettings } from '../config/source-settings.ts';
import { databaseNow } from './time-expressions.ts';

/** The time after which rows are read when there is no offset. */
export async function initialTimestamp(
  { initialTimestampMs }: SourceSettings,
  database: Database,
): Promise<SqlInstant> {
  if (Number(initialTimestampMs) === -1) return databaseNow(database);
  return { epochMs: Number(initialTimestampMs), nanosOfMs: 0 };
}

/** The number after which rows are read when there is no offset. */
export function initialIncrementing({ initialIncrementing: initial }: SourceSettings): bigint {
  return BigInt(initial);
}
