import type { BatchHeader } from '@sluice/kafka-protocol';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import type { ProducerBatch } from '../accumulate/producer-batch.ts';
import type { ProducerIdentity } from './producer-identity.ts';
import type { TopicQueues } from '../accumulate/topic-queues.ts';

const sequenceMask = 0x7fff_ffff;

/** Numbers the batches of an idempotent producer, and begins anew when the count was lost. */
export class Sequencer<T> {
  readonly #identity: ProducerIdentity | null;
  #mustRenumber = false;

  /** `null` numbers nothing. */
  constructor(identity: ProducerIdentity | null) {
    this.#identity = identity;
  }

  /** Whether batches may be sent now. */
  get isReady(): boolean {
    if (this.#identity === null) return true;
    return !this.#mustRenumber && this.#identity.get() !== null;
  }

  /**
   * Whether the oldest batch may be sent while others are being sent. A broker that has not seen this producer yet takes
   * any sequence number for the first, so the first batch goes alone; so does one that is sent again.
   */
  mayOvertake({ batches: [oldest], hasDelivered }: PartitionQueue<T>): boolean {
    if (this.#identity === null || oldest === undefined) return true;
    return hasDelivered && oldest.baseSequence < 0;
  }

  headerFor(queue: PartitionQueue<T>, batch: ProducerBatch<T>): BatchHeader {
    const id = this.#identity?.get() ?? null;
    if (id === null) return {};
    if (batch.baseSequence < 0) {
      batch.baseSequence = queue.nextSequence;
      queue.nextSequence = (queue.nextSequence + batch.recordCount) & sequenceMask;
    }
    return { ...id, baseSequence: batch.baseSequence };
  }

  /** `null` where nothing is numbered. */
  isNext(queue: PartitionQueue<T>, batch: ProducerBatch<T>): boolean | null {
    return this.#identity === null ? null : batch.baseSequence === queue.expectedSequence;
  }

  delivered(queue: PartitionQueue<T>, batch: ProducerBatch<T>): void {
    queue.expectedSequence = (batch.baseSequence + batch.recordCount) & sequenceMask;
    queue.hasDelivered = true;
  }

  /** A numbered batch was given up, which leaves a gap, or the broker lost count. */
  loseCount(): void {
    this.#mustRenumber = this.#identity !== null;
  }

  gaveUp(batch: ProducerBatch<T>): void {
    if (batch.baseSequence >= 0) this.loseCount();
  }

  /** Begins anew if that must be. Only while nothing is being sent. */
  renumber(topics: Iterable<TopicQueues<T>>): void {
    if (!this.#mustRenumber) return;
    this.#mustRenumber = false;
    this.#identity?.drop();
    for (const { queues } of topics) {
      for (const queue of queues) {
        queue.nextSequence = queue.expectedSequence = 0;
        queue.hasDelivered = false;
        for (const batch of queue.batches) batch.unsequence();
      }
    }
  }
}
