import type { Schema, SinkRecord } from '@sluice/connect-api';

/** A column that a record has a value for. */
export interface RowColumn {
  readonly name: string;
  readonly schema: Schema;
  /** Where in the record the value stands, for messages: `value.quantity`. */
  readonly path: string;
  /** The value, `null` where there is none. */
  readonly read: (record: SinkRecord) => unknown;
}

/** The columns that records of the same schemas fill. */
export interface RowShape {
  /** The columns of the key come first. */
  readonly columns: readonly RowColumn[];
  readonly keyCount: number;
}

/** What a record says of its row. */
export type RowEvent = 'write' | 'delete' | 'truncate' | 'nothing';

/** How records of the same topic and schemas become rows. */
export interface RecordPlan {
  readonly eventOf: (record: SinkRecord) => RowEvent;
  /** The columns of a row that is written; `null` where no such event has any. */
  readonly written: RowShape | null;
  /** The columns, all of the key, of a row that is deleted. */
  readonly deleted: RowShape | null;
}
