/** How far a group got in a partition. */
export interface CommittedOffset {
  readonly offset: bigint;
  /** -1 where the client did not say. */
  readonly leaderEpoch: number;
  readonly metadata: string | null;
}

export interface CommittedPartition extends CommittedOffset {
  readonly topic: string;
  readonly partition: number;
}

/** The committed offsets of one group. */
export class CommittedOffsets {
  readonly #topics = new Map<string, Map<number, CommittedOffset>>();

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  find(topic: string, partition: number): CommittedOffset | undefined {
    return this.#topics.get(topic)?.get(partition);
  }

  all(): CommittedPartition[] {
    return [...this.#topics].flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, committed]) => ({ topic, partition, ...committed })),
    );
  }

  commit({ topic, partition, offset, leaderEpoch, metadata }: CommittedPartition): void {
    const partitions = this.#topics.get(topic) ?? new Map<number, CommittedOffset>();
    partitions.set(partition, { offset, leaderEpoch, metadata });
    this.#topics.set(topic, partitions);
  }

  forget(topic: string, partition: number): void {
    const partitions = this.#topics.get(topic);
    partitions?.delete(partition);
    if (partitions?.size === 0) this.#topics.delete(topic);
  }

  /** False where the group has no offsets of the topic. */
  forgetTopic(topic: string): boolean {
    return this.#topics.delete(topic);
  }
}
