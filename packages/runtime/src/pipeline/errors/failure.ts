import { isDataError, type Encoded, type EncodedHeader } from '@sluice/connect-api';
import type { StageInUse } from '../stage.ts';

/** A record that failed: which one, where and why. */
export interface Failure extends StageInUse {
  readonly error: unknown;
  /** Where the record is or comes from, e.g. `topic orders, partition 0, offset 17`. */
  readonly place: string;
  /** How a log line that may show the record goes on, after the stage; made only then. */
  readonly describeRecord: () => string;
  /** What is kept of the record for whoever looks after it later; made only then. */
  readonly letter: () => DeadLetter;
}

/** A record that could not be processed, as it is put away. */
export interface DeadLetter {
  readonly key: Encoded;
  readonly value: Encoded;
  readonly headers: readonly EncodedHeader[];
  /** Milliseconds since the epoch; `null` for none. */
  readonly timestampMs: number | null;
  /** Headers that say where it came from. */
  readonly origin: readonly EncodedHeader[];
}

/** The field at fault, where the error says which. */
export function fieldOf({ error }: Pick<Failure, 'error'>): string | null {
  return isDataError(error) ? (error.field ?? null) : null;
}
