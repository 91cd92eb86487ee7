import { readTransactionMarker, type RecordBatchView } from '@sluice/kafka-protocol';

/** A transaction that was aborted, and where its records begin in the partition. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** Tells which batches of one response belong to aborted transactions. Batches must be shown in their order. */
export class AbortedTransactions {
  readonly #upcoming: AbortedTransaction[];
  readonly #aborted = new Set<bigint>();

  constructor(transactions: readonly AbortedTransaction[] | null) {
    this.#upcoming = [...(transactions ?? [])].sort((left, right) =>
      left.firstOffset < right.firstOffset ? -1 : 1,
    );
  }

  /** Whether the records of the batch are for no one: marks of the broker, or aborted. */
  hides(batch: RecordBatchView): boolean {
    this.#advance(batch.lastOffset);
    if (!batch.isControl) return batch.isTransactional && this.#aborted.has(batch.producerId);
    if (endsAborted(batch)) this.#aborted.delete(batch.producerId);
    return true;
  }

  #advance(lastOffset: bigint): void {
    for (
      let [next] = this.#upcoming;
      next !== undefined && next.firstOffset <= lastOffset;
      [next] = this.#upcoming
    ) {
      this.#aborted.add(next.producerId);
      this.#upcoming.shift();
    }
  }
}

function endsAborted(batch: RecordBatchView): boolean {
  const cursor = batch.records();
  return cursor.next() && readTransactionMarker(cursor)?.outcome === 'abort';
}
