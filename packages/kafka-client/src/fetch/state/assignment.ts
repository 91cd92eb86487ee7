import { partitionKey, type TopicPartition } from '../../topic-partition.ts';
import { PartitionState } from './partition-state.ts';

/** The partitions that a consumer reads. */
export class Assignment {
  #states = new Map<string, PartitionState>();
  /** In the order of their turns to be fetched. */
  #turns = new Set<PartitionState>();

  /** Partitions that stay keep their state. */
  replace(partitions: readonly TopicPartition[]): void {
    const before = this.#states;
    this.#states = new Map(
      partitions.map((one) => {
        const key = partitionKey(one.topic, one.partition);
        return [key, before.get(key) ?? new PartitionState(one, 'committed')];
      }),
    );
    this.#turns = new Set(this.#states.values());
    for (const state of before.values()) if (!this.has(state)) state.refetch();
  }

  get(topic: string, partition: number): PartitionState | undefined {
    return this.#states.get(partitionKey(topic, partition));
  }

  states(): Iterable<PartitionState> {
    return this.#states.values();
  }

  /** In the order of their turns. */
  inTurn(): Iterable<PartitionState> {
    return this.#turns;
  }

  has(state: PartitionState): boolean {
    return this.get(state.topic, state.partition) === state;
  }

  /** To the end of the line, so that every partition gets its turn. */
  hadTurn(state: PartitionState): void {
    if (this.#turns.delete(state)) this.#turns.add(state);
  }

  partitions(): TopicPartition[] {
    return [...this.#states.values()].map(({ topic, partition }) => ({ topic, partition }));
  }
}
