import { readTransactionMarker, type RecordBatchView } from '@sluice/kafka-protocol';
import type { AbortedTransaction } from '../transactions/aborted-transactions.ts';

/** Follows the transactions of a log from its beginning: which data was aborted, which markers end nothing any more. */
export class TransactionProgress {
  /** In the order of their first offsets. */
  readonly #upcoming: AbortedTransaction[];
  readonly #aborting = new Set<number>();
  readonly #withRecords = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#upcoming = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset);
  }

  /** Whether a batch of data belongs to an aborted transaction. Batches come in order. */
  isAborted(batch: RecordBatchView): boolean {
    this.#advanceTo(Number(batch.lastOffset));
    return batch.isTransactional && this.#aborting.has(Number(batch.producerId));
  }

  /** Records of the batch are kept. */
  kept(batch: RecordBatchView): void {
    if (batch.isTransactional) this.#withRecords.add(Number(batch.producerId));
  }

  /**
   * Whether a marker may go once its time is over: that of a committed transaction of which no record is left. Those of
   * aborted ones stay, for consumers are told of them.
   */
  isDispensable(marker: RecordBatchView): boolean {
    // All that it ends may have been compacted away before.
    this.#advanceTo(Number(marker.lastOffset));
    const producerId = Number(marker.producerId);
    const cursor = marker.records();
    const outcome = cursor.next() ? readTransactionMarker(cursor)?.outcome : undefined;
    if (outcome === 'abort') this.#aborting.delete(producerId);
    const hasRecords = this.#withRecords.delete(producerId);
    return outcome === 'commit' && !hasRecords;
  }

  #advanceTo(offset: number): void {
    for (;;) {
      const [next] = this.#upcoming;
      if (next === undefined || next.firstOffset > offset) return;
      this.#upcoming.shift();
      this.#aborting.add(next.producerId);
    }
  }
}
