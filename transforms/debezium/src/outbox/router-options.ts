import type { Placement } from './placement.ts';

/** The columns of an outbox table that have a meaning. */
export interface OutboxColumns {
  readonly id: string;
  readonly key: string;
  readonly payload: string;
  /** Names the topic. */
  readonly route: string;
  /** `null` takes the time of the change event. */
  readonly timestamp: string | null;
  /** `null` gives envelopes no version. */
  readonly schemaVersion: string | null;
}

/** How rows of an outbox table become events. */
export interface RouterOptions {
  readonly columns: OutboxColumns;
  readonly placements: readonly Placement[];
  /** Whether a column that is to be placed and is not there is an error. */
  readonly failsOnMissing: boolean;
  readonly failsOnUpdates: boolean;
  readonly makesTombstones: boolean;
  readonly expandsJson: boolean;
  /** Whether nulls in expanded JSON become optional bytes; else they are left out. */
  readonly keepsJsonNulls: boolean;
  /** The topic for what the route column says. */
  readonly topicOf: (route: string) => string;
}
