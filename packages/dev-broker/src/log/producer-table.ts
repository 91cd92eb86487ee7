import type { RecordBatchView } from '@sluice/kafka-protocol';

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
}

export type StoredProducers = readonly (readonly [producerId: number, state: ProducerState])[];

export type SequenceVerdict =
  | { readonly kind: 'append' }
  /** It is in the log already. */
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  /** Something before it is missing, or it is so old that nobody knows it any more. */
  | { readonly kind: 'out-of-order' }
  /** A newer producer has taken over its id. */
  | { readonly kind: 'fenced' };

const append: SequenceVerdict = { kind: 'append' };

/** What idempotent producers wrote last into one partition, so that nothing of it is written twice or out of order. */
export class ProducerTable {
  readonly #known: Map<number, ProducerState>;
  /** Of batches that are being written. */
  readonly #staged = new Map<number, ProducerState>();

  constructor(stored: StoredProducers = []) {
    this.#known = new Map(stored);
  }

  check(batch: RecordBatchView): SequenceVerdict {
    if (batch.producerId < 0n) return append;
    const state = this.#stateOf(batch);
    if (state === undefined) return append;
    if (batch.producerEpoch < state.epoch) return { kind: 'fenced' };
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

  /** Takes note of a batch that is about to be written. */
  stage(batch: RecordBatchView, baseOffset: number): void {
    if (batch.producerId < 0n) return;
    const state = this.#stateOf(batch);
    const written = { firstSequence: batch.baseSequence, lastSequence: lastSequenceOf(batch), baseOffset };
    const earlier = state?.epoch === batch.producerEpoch ? state.batches : [];
    this.#staged.set(Number(batch.producerId), {
      epoch: batch.producerEpoch,
      batches: [...earlier, written].slice(-rememberedBatches),
      lastTimestamp: Number(batch.maxTimestamp),
    });
  }

  /** What was staged is written. */
  commit(): void {
    for (const [producerId, state] of this.#staged) this.#known.set(producerId, state);
    this.#staged.clear();
  }

  /** What was staged could not be written. */
  rollback(): void {
    this.#staged.clear();
  }

  /** Forgets producers that have not written since. */
  expire(beforeTimestamp: number): void {
    for (const [producerId, { lastTimestamp }] of this.#known) {
      if (lastTimestamp < beforeTimestamp) this.#known.delete(producerId);
    }
  }

  toStored(): StoredProducers {
    return [...this.#known];
  }

  #stateOf(batch: RecordBatchView): ProducerState | undefined {
    const producerId = Number(batch.producerId);
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
