import type { SinkRecord } from '@sluice/connect-api';

/** A record that will never be taken. */
export interface RefusedRecord {
  readonly record: SinkRecord;
  readonly error: unknown;
}
