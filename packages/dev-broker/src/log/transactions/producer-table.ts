import { readTransactionMarker, type RecordBatchView } from '@sluice/kafka-protocol';

// As many batches as an idempotent producer has under way at once: one of them may come again.
const rememberedBatches = 5;
const maxSequence = 0x7fffffff;

/** What an idempotent producer wrote: sequences and offsets, both ends included. */
interface WrittenBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

export interface ProducerState {
  readonly epoch: number;
  /** The last ones, oldest first. */
  readonly batches: readonly WrittenBatch[];
  readonly lastTimestamp: number;
  /** The first offset of the transaction under way; absent without one. */
  readonly transactionStart?: number | undefined;
  /** Of the coordinator that wrote the last marker; absent before there is one. */
  readonly coordinatorEpoch?: number | undefined;
}

export type StoredProducers = readonly (readonly [producerId: number, state: ProducerState])[];

/** A transaction that is over, and where its first and its last mark in this partition are. */
export interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly outcome: 'commit' | 'abort';
}

export type SequenceVerdict =
  | { readonly kind: 'append' }
  /** It is in the log already. */
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  /** Something before it is missing, or it is so old that nobody knows it any more. */
  | { readonly kind: 'out-of-order' }
  /** A newer producer has taken over its id. */
  | { readonly kind: 'fenced' };

const append: SequenceVerdict = { kind: 'append' };

/**
 * What idempotent producers wrote last into one partition, so that nothing of it is written twice or out of order,
 * and which of them have a transaction under way.
 */
export class ProducerTable {
  readonly #known: Map<number, ProducerState>;
  /** Of batches that are being written. */
  readonly #staged = new Map<number, ProducerState>();
  /** First offsets of the transactions under way, by producer. */
  readonly #open = new Map<number, number>();

  constructor(stored: StoredProducers = []) {
    this.#known = new Map(stored);
    for (const [producerId, { transactionStart }] of stored) {
      if (transactionStart !== undefined) this.#open.set(producerId, transactionStart);
    }
  }

  /** The first offset that belongs to a transaction under way; null where there is none. */
  get firstOpenOffset(): number | null {
    let first: number | null = null;
    for (const offset of this.#open.values()) if (first === null || offset < first) first = offset;
    return first;
  }

  /** Up to where all is decided once the producer's transaction, which is at `end`, is over. */
  decidedTo(endedProducerId: number, end: number): number {
    let decided = end;
    for (const [producerId, offset] of this.#open) {
      if (producerId !== endedProducerId && offset < decided) decided = offset;
    }
    return decided;
  }

  check(batch: RecordBatchView): SequenceVerdict {
    if (batch.producerId < 0n) return append;
    const state = this.#stateOf(Number(batch.producerId));
    if (state === undefined) return append;
    if (batch.producerEpoch < state.epoch) return { kind: 'fenced' };
    if (batch.isControl) return append;
    if (batch.producerEpoch > state.epoch) {
      return batch.baseSequence === 0 ? append : { kind: 'out-of-order' };
    }
    const lastSequence = lastSequenceOf(batch);
    const written = state.batches.find(
      (each) => each.firstSequence === batch.baseSequence && each.lastSequence === lastSequence,
    );
    if (written !== undefined) return { kind: 'duplicate', baseOffset: written.baseOffset };
    const previous = state.batches.at(-1)?.lastSequence;
    const inOrder = previous === undefined || batch.baseSequence === sequenceAfter(previous, 1);
    return inOrder ? append : { kind: 'out-of-order' };
  }

  /** Takes note of a batch that is about to be written. Gives the transaction that it ends; null where it ends none. */
  stage(batch: RecordBatchView, baseOffset: number): CompletedTransaction | null {
    if (batch.producerId < 0n) return null;
    return batch.isControl ? this.#stageMarker(batch, baseOffset) : this.#stageData(batch, baseOffset);
  }

  /** What was staged is written. */
  commit(): void {
    for (const [producerId, state] of this.#staged) {
      this.#known.set(producerId, state);
      if (state.transactionStart === undefined) this.#open.delete(producerId);
      else this.#open.set(producerId, state.transactionStart);
    }
    this.#staged.clear();
  }

  /** What was staged could not be written. */
  rollback(): void {
    this.#staged.clear();
  }

  /** Forgets producers that have not written since, but none with a transaction under way. */
  expire(beforeTimestamp: number): void {
    for (const [producerId, { lastTimestamp, transactionStart }] of this.#known) {
      if (lastTimestamp < beforeTimestamp && transactionStart === undefined) this.#known.delete(producerId);
    }
  }

  toStored(): StoredProducers {
    return [...this.#known];
  }

  #stageData(batch: RecordBatchView, baseOffset: number): null {
    const producerId = Number(batch.producerId);
    const state = this.#stateOf(producerId);
    const written = { firstSequence: batch.baseSequence, lastSequence: lastSequenceOf(batch), baseOffset };
    const earlier = state?.epoch === batch.producerEpoch ? state.batches : [];
    this.#staged.set(producerId, {
      epoch: batch.producerEpoch,
      batches: [...earlier, written].slice(-rememberedBatches),
      lastTimestamp: Number(batch.maxTimestamp),
      transactionStart: state?.transactionStart ?? (batch.isTransactional ? baseOffset : undefined),
      coordinatorEpoch: state?.coordinatorEpoch,
    });
    return null;
  }

  #stageMarker(batch: RecordBatchView, baseOffset: number): CompletedTransaction | null {
    const cursor = batch.records();
    const marker = cursor.next() ? readTransactionMarker(cursor) : null;
    if (marker === null) return null;
    const producerId = Number(batch.producerId);
    const state = this.#stateOf(producerId);
    this.#staged.set(producerId, {
      epoch: batch.producerEpoch,
      batches: state?.epoch === batch.producerEpoch ? state.batches : [],
      lastTimestamp: Number(batch.maxTimestamp),
      coordinatorEpoch: marker.coordinatorEpoch,
    });
    const firstOffset = state?.transactionStart;
    if (firstOffset === undefined) return null;
    return { producerId, firstOffset, lastOffset: baseOffset, outcome: marker.outcome };
  }

  #stateOf(producerId: number): ProducerState | undefined {
    return this.#staged.get(producerId) ?? this.#known.get(producerId);
  }
}

function lastSequenceOf(batch: RecordBatchView): number {
  return sequenceAfter(batch.baseSequence, batch.recordCount - 1);
}

/** Sequences start again at zero behind the largest 32-bit integer. */
function sequenceAfter(sequence: number, steps: number): number {
  const next = sequence + steps;
  return next > maxSequence ? next - maxSequence - 1 : next;
}
