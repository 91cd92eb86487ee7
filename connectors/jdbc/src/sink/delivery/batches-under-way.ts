import type { PartitionOffset, SinkRecord, TopicPartition } from '@sluice/connect-api';
import { WrittenOffsets } from './written-offsets.ts';

interface UnderWay {
  readonly records: readonly SinkRecord[];
  readonly end: Promise<void>;
}

/**
 * The batch that the database is working on while the next one is made ready, and what is left of batches that failed for
 * now: the worker takes all of it for delivered and does not bring it again.
 */
export class BatchesUnderWay {
  #current: UnderWay | null = null;
  #left: readonly SinkRecord[] = [];

  /** Whether anything is not written yet. */
  get isEmpty(): boolean {
    return this.#current === null && this.#left.length === 0;
  }

  /** What is to be written of these records and of those that are left, in order. Nothing is left then. */
  takeWith(records: readonly SinkRecord[]): readonly SinkRecord[] {
    const left = this.#left;
    if (left.length === 0) return records;
    this.#left = [];
    const taken = new WrittenOffsets();
    taken.move(taken.movesOf(left));
    return [...left, ...records.filter((record) => !taken.has(record))];
  }

  /** A batch has begun. The one before must have ended. */
  begin(records: readonly SinkRecord[], end: Promise<void>): void {
    // Whoever waits for it gets the error.
    end.catch(() => {});
    this.#current = { records, end };
  }

  /** Waits for the batch under way; when it throws what the batch failed with, the records of the batch are left. */
  async end(): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    try {
      await current.end;
      this.#current = null;
    } catch (error) {
      this.#current = null;
      this.#left = [...current.records, ...this.#left];
      throw error;
    }
  }

  /** Leaves records to be written later but for those that are delivered again. */
  leave(records: readonly SinkRecord[], again: readonly SinkRecord[]): void {
    const delivered = new Set(again);
    const left = new Set([...this.#left, ...records].filter((record) => !delivered.has(record)));
    this.#left = [...left];
  }

  /** Forgets what is left of partitions, or of all. */
  forget(partitions: readonly TopicPartition[] | null): void {
    this.#left = this.#left.filter(
      ({ originalTopic, originalKafkaPartition }) =>
        partitions !== null &&
        !partitions.some(
          ({ topic, partition }) => topic === originalTopic && partition === originalKafkaPartition,
        ),
    );
  }

  /** The offsets, but none beyond a record that is left. */
  safe(offsets: readonly PartitionOffset[]): readonly PartitionOffset[] {
    if (this.#left.length === 0) return offsets;
    return offsets.map((offset) => {
      const left = this.#left.filter(
        ({ originalTopic, originalKafkaPartition }) =>
          originalTopic === offset.topic && originalKafkaPartition === offset.partition,
      );
      const first = Math.min(offset.offset, ...left.map(({ originalKafkaOffset }) => originalKafkaOffset));
      return first === offset.offset
        ? offset
        : { topic: offset.topic, partition: offset.partition, offset: first };
    });
  }
}
