import type { BatchHeader } from '@sluice/kafka-protocol';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import type { ProducerBatch } from '../accumulate/producer-batch.ts';
import type { Identity } from './producer-id.ts';

/** How batches are numbered: not at all, for one session, or within transactions. */
export type Numbering = 'none' | 'idempotent' | 'transactional';

/**
 * Numbers the batches of an idempotent producer, so that brokers write each of them once and in order. Where the count
 * of a partition was lost, it begins anew in another epoch; other partitions go on: what they have sent may be written
 * already, and would be written twice under another number.
 */
export class Sequencer<T> {
  readonly #identity: Identity | null;

  /** `null` numbers nothing. */
  constructor(identity: Identity | null) {
    this.#identity = identity;
  }

  get numbering(): Numbering {
    if (this.#identity === null) return 'none';
    return this.#identity.isTransactional ? 'transactional' : 'idempotent';
  }

  /** Whether batches may be sent now. */
  get isReady(): boolean {
    return this.#identity === null || this.#identity.get() !== null;
  }

  /**
   * Whether the oldest batch may be sent while others are being sent. A broker that has not seen this producer yet takes
   * any sequence number for the first, so the first batch goes alone; so does one that is sent again.
   */
  mayOvertake({ batches: [oldest], sequence }: PartitionQueue<T>): boolean {
    if (this.#identity === null || oldest === undefined) return true;
    if (oldest.baseSequence >= 0 || sequence.isLost || sequence.mayHaveGap) return false;
    return sequence.hasDelivered && sequence.identity === this.#identity.get();
  }

  /** The header of a batch that was taken off its queue to be sent; numbers it where it is new. */
  headerFor(queue: PartitionQueue<T>, batch: ProducerBatch<T>): BatchHeader {
    const current = this.#identity?.get() ?? null;
    if (current === null) return {};
    const { sequence } = queue;
    if (sequence.isLost) {
      batch.unsequence();
      for (const waiting of queue.batches) waiting.unsequence();
    }
    if (batch.baseSequence < 0) {
      if (sequence.isLost || sequence.identity !== current) sequence.beginAnew(current);
      batch.baseSequence = sequence.take(batch.recordCount);
    }
    const transactional = this.#identity?.isTransactional ?? false;
    return { ...(sequence.identity ?? current), baseSequence: batch.baseSequence, transactional };
  }

  /**
   * Whether the broker must expect this batch, which has just come back, before all others: as far as this producer
   * knows, or because no other could fill the gap before it. `null` where nothing is numbered.
   */
  isNext(queue: PartitionQueue<T>, batch: ProducerBatch<T>): boolean | null {
    if (this.#identity === null) return null;
    const { sequence, batches, inFlight } = queue;
    if (batch.baseSequence === sequence.expected) return true;
    const [oldest] = batches;
    const isFirst = oldest === undefined || oldest.baseSequence < 0 || oldest.order > batch.order;
    return sequence.mayHaveGap && inFlight === 0 && isFirst;
  }

  delivered(queue: PartitionQueue<T>, { baseSequence, recordCount }: ProducerBatch<T>): void {
    if (this.#identity === null || baseSequence < 0) return;
    queue.sequence.delivered(baseSequence, recordCount);
    this.#resolve(queue);
  }

  /** A batch will not be sent again: if it was numbered, it may have left a gap. */
  gaveUp(queue: PartitionQueue<T>, { baseSequence }: ProducerBatch<T>): void {
    if (this.#identity === null || baseSequence < 0) return;
    queue.sequence.mayHaveGap = true;
    this.#resolve(queue);
  }

  /** The broker has lost count of a partition, or its gap is certain. */
  lose({ sequence }: PartitionQueue<T>): void {
    sequence.isLost = true;
    if (sequence.identity !== null) this.#identity?.outdate(sequence.identity);
  }

  /** With nothing left that could tell whether the batch given up was written, the gap counts as certain. */
  #resolve(queue: PartitionQueue<T>): void {
    const isOpen = queue.inFlight > 0 || (queue.batches[0]?.baseSequence ?? -1) >= 0;
    if (queue.sequence.mayHaveGap && !isOpen) this.lose(queue);
  }
}
