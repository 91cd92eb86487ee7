import type { Cluster } from '../cluster/cluster.ts';
import type { TopicQueues } from './accumulate/topic-queues.ts';

export interface TopicsInUseParts {
  readonly cluster: Pick<Cluster, 'track' | 'untrack'>;
  /** `metadata.max.idle.ms` */
  readonly maxIdleMs: number;
}

/**
 * Has metadata asked for only of the topics that were written lately: the others may have been deleted, and asking for
 * them could create them again. What is known of the numbering of their batches is kept.
 */
export class TopicsInUse {
  readonly #parts: TopicsInUseParts;
  /** By topic, when it was used last by the monotonic clock. */
  readonly #usedAtMs = new Map<string, number>();

  constructor(parts: TopicsInUseParts) {
    this.#parts = parts;
  }

  /** The topic is, or is about to be, written. */
  used(topic: string): void {
    this.#usedAtMs.set(topic, performance.now());
    this.#parts.cluster.track(topic);
  }

  /** Leaves out those of the topics that nobody has used for too long. */
  review(topics: Iterable<TopicQueues<unknown>>): void {
    const idleSinceMs = performance.now() - this.#parts.maxIdleMs;
    for (const queues of topics) {
      const usedAtMs = this.#usedAtMs.get(queues.topic);
      if (usedAtMs === undefined || usedAtMs > idleSinceMs || !queues.isIdle) continue;
      this.#usedAtMs.delete(queues.topic);
      this.#parts.cluster.untrack(queues.topic);
    }
  }
}
