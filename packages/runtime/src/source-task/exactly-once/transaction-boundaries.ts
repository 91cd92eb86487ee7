import type { SourceRecord } from '@sluice/connect-api';
import type { TransactionEnd, TransactionWishes } from './transaction-wishes.ts';

/** When the transactions of a task end (`transaction.boundary`). */
export interface TransactionBoundaries {
  /** The task is polled from now on, for the first time or again. */
  restart(): void;
  /** Whether `forRecord` has to be asked. */
  readonly concernRecords: boolean;
  /** What is to happen behind a record that was sent or dropped. */
  forRecord(record: SourceRecord): TransactionEnd | null;
  /** What is to happen behind a batch, an empty one too. */
  forBatch(): TransactionEnd | null;
  /** What is to happen before the task pauses or stops. */
  atLast(): TransactionEnd | null;
}

/** With every poll. */
export const pollBoundaries: TransactionBoundaries = {
  restart: () => undefined,
  concernRecords: false,
  forRecord: () => null,
  forBatch: () => 'commit',
  atLast: () => 'commit',
};

/** At the end of a batch, once so much time has passed since the last. */
export function intervalBoundaries(
  intervalMs: number,
  now: () => number = () => performance.now(),
): TransactionBoundaries {
  let lastMs = now();
  return {
    restart: () => {
      lastMs = now();
    },
    concernRecords: false,
    forRecord: () => null,
    forBatch: () => {
      const nowMs = now();
      if (nowMs < lastMs + intervalMs) return null;
      lastMs = nowMs;
      return 'commit';
    },
    atLast: () => 'commit',
  };
}

/** When the task says so. What it did not say anything of when it stops is aborted. */
export function taskBoundaries(wishes: TransactionWishes): TransactionBoundaries {
  return {
    restart: () => undefined,
    get concernRecords() {
      return wishes.concernRecords;
    },
    forRecord: (record) => wishes.takeFor(record),
    forBatch: () => wishes.takeForBatch(),
    atLast: () => wishes.takeForBatch(),
  };
}
