import type { SinkRecord, TopicPartition } from '@sluice/connect-api';
import type { OffsetMove } from './offset-table.ts';

/**
 * Up to where the partitions of a task have been written while they are its own. What is put again, after an error or when
 * the consumer was rewound, is not written again.
 */
export class WrittenOffsets {
  readonly #next = new Map<string, number>();

  has({ originalTopic: topic, originalKafkaPartition: partition, originalKafkaOffset }: SinkRecord): boolean {
    const next = this.#next.get(keyOf({ topic, partition }));
    return next !== undefined && originalKafkaOffset < next;
  }

  /** How records, once they are written, move their partitions on. */
  movesOf(records: readonly SinkRecord[]): readonly OffsetMove[] {
    const moves = new Map<string, OffsetMove>();
    for (const { originalTopic: topic, originalKafkaPartition: partition, originalKafkaOffset } of records) {
      const key = keyOf({ topic, partition });
      moves.set(key, { topic, partition, from: this.#next.get(key) ?? null, to: originalKafkaOffset + 1 });
    }
    return [...moves.values()];
  }

  move(moves: readonly OffsetMove[]): void {
    for (const { to, ...partition } of moves) this.#next.set(keyOf(partition), to);
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#next.delete(keyOf(partition));
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
