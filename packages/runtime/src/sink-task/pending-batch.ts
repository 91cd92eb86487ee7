import type { PartitionOffset, SinkRecord, TopicPartition } from '@sluice/connect-api';
import { partitionKey } from './partition-table.ts';

/** The records that are to be put, and how far the consumer has come with them. */
export class PendingBatch {
  #records: SinkRecord[] = [];
  readonly #next = new Map<string, PartitionOffset>();

  get records(): readonly SinkRecord[] {
    return this.#records;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** The next offset of each partition in the batch, dropped records included. */
  get nextOffsets(): PartitionOffset[] {
    return [...this.#next.values()];
  }

  add(record: SinkRecord): void {
    this.#records.push(record);
  }

  consumedTo(offset: PartitionOffset): void {
    this.#next.set(partitionKey(offset), offset);
  }

  clear(): void {
    // A new list each time: the task may keep the one it was given.
    this.#records = [];
    this.#next.clear();
  }

  /** Forgets partitions whose records come again, or are not this task's any more. */
  remove(partitions: readonly TopicPartition[]): void {
    const gone = new Set(partitions.map(partitionKey));
    this.#records = this.#records.filter(
      ({ originalTopic, originalKafkaPartition }) =>
        !gone.has(partitionKey({ topic: originalTopic, partition: originalKafkaPartition })),
    );
    for (const key of gone) this.#next.delete(key);
  }
}
