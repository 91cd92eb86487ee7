import type { PartitionOffset, TopicPartition } from '@sluice/connect-api';
import type { PartitionProgress } from '../metrics/task/sink-meter.ts';

/** What a sink task knows of an assigned partition. */
interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  /** The next offset after what was put. */
  currentOffset: number;
  /** What is committed, as far as this task knows; the position it began at where nothing is. */
  committed: PartitionOffset;
}

/** The text that stands for a partition in maps. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** What became of the offsets a task called safe. */
export interface CheckedOffsets {
  /**
   * To be committed: nothing when the task called no partition safe beyond what is committed, else all that were asked
   * about, as a Java worker does it. So a partition in which nothing comes has an offset, too, and shows no lag.
   */
  readonly toCommit: readonly PartitionOffset[];
  /** Beyond what was put, or of partitions the task does not own: not committed. */
  readonly refused: readonly PartitionOffset[];
}

/**
 * The partitions of a sink task with their offsets.
 *
 * Invariant 3: a sink's offset is committed only after the task said it is safe, and never beyond what was put.
 */
export class PartitionTable {
  readonly #states = new Map<string, PartitionState>();

  get partitions(): TopicPartition[] {
    return [...this.#states.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  partitionsBut(others: readonly TopicPartition[]): TopicPartition[] {
    const left = new Set(others.map(partitionKey));
    return this.partitions.filter((partition) => !left.has(partitionKey(partition)));
  }

  has(partition: TopicPartition): boolean {
    return this.#states.has(partitionKey(partition));
  }

  assign(positions: readonly PartitionOffset[]): void {
    for (const { topic, partition, offset } of positions) {
      const committed = { topic, partition, offset };
      const state = { topic, partition, currentOffset: offset, committed };
      this.#states.set(partitionKey(state), state);
    }
  }

  unassign(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#states.delete(partitionKey(partition));
  }

  /** The task took everything before these offsets. */
  advance(offsets: readonly PartitionOffset[]): void {
    for (const next of offsets) {
      const state = this.#states.get(partitionKey(next));
      if (state !== undefined) state.currentOffset = next.offset;
    }
  }

  /** The task asked to go on elsewhere; counts as put and as committed. */
  reposition(offsets: readonly PartitionOffset[]): void {
    for (const { topic, partition, offset } of offsets) {
      const state = this.#states.get(partitionKey({ topic, partition }));
      if (state === undefined) continue;
      state.currentOffset = offset;
      state.committed = { topic, partition, offset };
    }
  }

  /** What was put of these partitions. */
  currentOffsets(partitions: readonly TopicPartition[]): PartitionOffset[] {
    return this.#offsets(partitions, ({ currentOffset }) => currentOffset);
  }

  /** How far all partitions are; `consumed` has the next offsets of those of which something waits to be put. */
  progress(consumed: ReadonlyMap<string, number>): PartitionProgress[] {
    return [...this.#states].map(([key, state]) => ({
      ...state,
      committedOffset: state.committed.offset,
      consumedOffset: consumed.get(key) ?? state.currentOffset,
    }));
  }

  /** Goes back to what is committed and returns it. */
  rewind(partitions: readonly TopicPartition[]): PartitionOffset[] {
    const committed = this.#offsets(partitions, (state) => state.committed.offset);
    this.advance(committed);
    return committed;
  }

  /** Sorts out what a task called safe when it was asked about some partitions. */
  check(safe: readonly PartitionOffset[], asked: readonly TopicPartition[]): CheckedOffsets {
    const committed = new Map(this.#committedOf(asked).map((offset) => [partitionKey(offset), offset]));
    const toCommit = new Map(committed);
    const refused: PartitionOffset[] = [];
    for (const offset of safe) {
      const key = partitionKey(offset);
      const state = this.#states.get(key);
      if (state === undefined || offset.offset > state.currentOffset) refused.push(offset);
      else if (committed.has(key)) toCommit.set(key, offset);
    }
    const isNews = [...toCommit].some(([key, offset]) => !isSameOffset(offset, committed.get(key)));
    return { toCommit: isNews ? [...toCommit.values()] : [], refused };
  }

  committed(offsets: readonly PartitionOffset[]): void {
    for (const committed of offsets) {
      const state = this.#states.get(partitionKey(committed));
      if (state !== undefined) state.committed = committed;
    }
  }

  #committedOf(partitions: readonly TopicPartition[]): PartitionOffset[] {
    return partitions.flatMap((partition) => this.#states.get(partitionKey(partition))?.committed ?? []);
  }

  #offsets(
    partitions: readonly TopicPartition[],
    offsetOf: (state: PartitionState) => number,
  ): PartitionOffset[] {
    const states = partitions.map((partition) => this.#states.get(partitionKey(partition)));
    return states
      .filter((state) => state !== undefined)
      .map((state) => ({ topic: state.topic, partition: state.partition, offset: offsetOf(state) }));
  }
}

function isSameOffset(one: PartitionOffset, other: PartitionOffset | undefined): boolean {
  return (
    one.offset === other?.offset &&
    (one.metadata ?? '') === (other.metadata ?? '') &&
    (one.leaderEpoch ?? null) === (other.leaderEpoch ?? null)
  );
}
