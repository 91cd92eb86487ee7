import type { ErrorName, RecordBatchView } from '@sluice/kafka-protocol';

// More at once would only make those wait that come first.
const maxGroupBytes = 16 * 1024 * 1024;

export interface AppendOutcome {
  readonly error: ErrorName;
  /** -1 after an error. */
  readonly baseOffset: number;
  /** -1 where the records keep the producer's time. */
  readonly logAppendTimeMs: number;
}

export interface PendingAppend {
  readonly batch: RecordBatchView;
  readonly resolve: (outcome: AppendOutcome) => void;
}

export function failedAppend(error: ErrorName): AppendOutcome {
  return { error, baseOffset: -1, logAppendTimeMs: -1 };
}

/** Batches that wait to be written together. */
export class AppendQueue {
  #pending: PendingAppend[] = [];

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  /** The largest of the batch that is written next, -1 where none waits. */
  get nextTimestamp(): number {
    return Number(this.#pending[0]?.batch.maxTimestamp ?? -1);
  }

  push(append: PendingAppend): void {
    this.#pending.push(append);
  }

  /** As many as fit into so many bytes; the first in any case where `atLeastOne` says so. */
  take(maxBytes: number, atLeastOne: boolean): PendingAppend[] {
    const limit = Math.min(maxBytes, maxGroupBytes);
    let bytes = 0;
    let count = 0;
    for (const { batch } of this.#pending) {
      bytes += batch.sizeInBytes;
      if (bytes > limit && !(atLeastOne && count === 0)) break;
      count += 1;
    }
    return this.#pending.splice(0, count);
  }

  refuseAll(error: ErrorName): void {
    for (const { resolve } of this.#pending.splice(0)) resolve(failedAppend(error));
  }
}
