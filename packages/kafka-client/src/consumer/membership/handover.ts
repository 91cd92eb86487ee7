import type { Assignment } from '../../fetch/state/assignment.ts';
import type { RebalanceListener } from '../../group/rebalance-listener.ts';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';

export interface HandoverParts {
  readonly assignment: Assignment;
  /** Awaited before partitions are given up. */
  readonly beforeRevoked: () => Promise<void>;
}

/** Takes partitions over and gives them up, telling the listener. Partitions that stay are not touched. */
export class Handover {
  readonly #parts: HandoverParts;
  listener: RebalanceListener;

  constructor(parts: HandoverParts, listener: RebalanceListener) {
    this.#parts = parts;
    this.listener = listener;
  }

  get owned(): TopicPartition[] {
    return this.#parts.assignment.partitions();
  }

  /** Gives up what is not to be kept, while offsets can still be committed; returns what that was. */
  async keepOnly(kept: readonly TopicPartition[]): Promise<readonly TopicPartition[]> {
    const { assignment, beforeRevoked } = this.#parts;
    const revoked = without(this.owned, kept);
    if (revoked.length === 0) return revoked;
    try {
      await beforeRevoked();
      await this.listener.onPartitionsRevoked?.(revoked);
    } finally {
      assignment.replace(without(this.owned, revoked));
    }
    return revoked;
  }

  /** Drops everything: others may have it already. */
  async loseAll(): Promise<void> {
    const { listener } = this;
    const lost = this.owned;
    this.#parts.assignment.replace([]);
    if (lost.length === 0) return;
    // A listener that tells no difference is told in the only way it knows, as in Java.
    await (listener.onPartitionsLost ?? listener.onPartitionsRevoked)?.call(listener, lost);
  }

  /** Has all of these partitions from now on; the listener hears of the new ones, also when there are none. */
  async take(partitions: readonly TopicPartition[]): Promise<void> {
    const added = without(partitions, this.owned);
    this.#parts.assignment.replace(partitions);
    await this.listener.onPartitionsAssigned?.(added);
  }
}

function without(all: readonly TopicPartition[], some: readonly TopicPartition[]): TopicPartition[] {
  const keys = new Set(some.map(({ topic, partition }) => partitionKey(topic, partition)));
  return all.filter(({ topic, partition }) => !keys.has(partitionKey(topic, partition)));
}
