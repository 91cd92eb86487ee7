import type { SinkRecord } from '@sluice/connect-api';

/** How rows are written. */
export type InsertMode = 'insert' | 'upsert' | 'update';

/** Where the key of a row comes from. */
export type KeyMode = 'none' | 'kafka' | 'record_key' | 'record_value' | 'record_header';

/** How records become rows. */
export interface RowSettings {
  readonly keyMode: KeyMode;
  /** The columns of the key; what they are when there are none depends on the mode. */
  readonly keyFields: readonly string[];
  /** What becomes of records that say that their row is gone. */
  readonly deletes: 'apply' | 'ignore' | 'refuse';
  /** Whether events that say that a table was emptied empty it. */
  readonly truncates: boolean;
  /** The name of the table as it is configured, parts between dots. */
  readonly tableName: (record: SinkRecord) => string;
  /** Whether a field of the value, which is not of the key, becomes a column. */
  readonly acceptsField: (topic: string, field: string) => boolean;
  /** Whether a field without value is written as the default of its schema. */
  readonly replacesNull: boolean;
  /** The column of values that are no structs. */
  readonly plainValueColumn: string;
  /** Integer fields that count from the epoch and become timestamps. */
  readonly epochFields: readonly string[];
  readonly epochUnit: 'microseconds' | 'nanoseconds';
}
