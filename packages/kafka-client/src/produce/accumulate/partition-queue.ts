import { PartitionSequence } from '../send/partition-sequence.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** The batches of one partition, oldest first; those being sent are not among them. */
export class PartitionQueue<T> {
  readonly topic: string;
  readonly partition: number;
  readonly batches: ProducerBatch<T>[] = [];
  /** The last of the batches while it still takes records. */
  open: ProducerBatch<T> | null = null;
  /** Batches that are being sent. */
  inFlight = 0;
  /** By the monotonic clock: nothing is sent before, after a failure. */
  notBeforeMs = 0;
  readonly sequence = new PartitionSequence();

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  begin(batch: ProducerBatch<T>): void {
    this.batches.push(batch);
    this.open = batch;
  }

  take(): ProducerBatch<T> | undefined {
    const batch = this.batches.shift();
    if (batch === this.open) this.open = null;
    return batch;
  }

  /** Puts batches back where they were, so that the order of records is kept. */
  putBack(batches: readonly ProducerBatch<T>[]): void {
    const [first] = batches;
    if (first === undefined) return;
    const later = this.batches.findIndex((batch) => batch.order > first.order);
    this.batches.splice(later < 0 ? this.batches.length : later, 0, ...batches);
  }
}
