import type { TopicPartition } from '../topic-partition.ts';

/** Adds partitions to the transaction that is open; resolves when they are in it, rejects when they cannot be. */
export type AddPartitions = (partitions: readonly TopicPartition[]) => Promise<void>;

/**
 * The partitions of the transaction that is open, where it has to be told which (version 1 of the protocol): all that
 * are wanted while one request is under way are in the next one. A partition is always given as the same object.
 */
export class TransactionPartitions {
  readonly #add: AddPartitions;
  readonly #onAdded: () => void;
  /** Whether a partition is in the transaction; `false` while it is on the way. */
  readonly #partitions = new Map<TopicPartition, boolean>();
  #wanted: TopicPartition[] = [];
  #adding: Promise<void> | null = null;

  constructor(add: AddPartitions, onAdded: () => void) {
    this.#add = add;
    this.#onAdded = onAdded;
  }

  get isEmpty(): boolean {
    return ![...this.#partitions.values()].includes(true);
  }

  /** Whether the partition may be written; if not yet, it soon may. */
  admits(partition: TopicPartition): boolean {
    const isAdded = this.#partitions.get(partition);
    if (isAdded !== undefined) return isAdded;
    this.#partitions.set(partition, false);
    this.#wanted.push(partition);
    this.#adding ??= Promise.resolve()
      .then(() => this.#addWanted())
      .finally(() => {
        this.#adding = null;
      });
    return false;
  }

  /** Resolves when nothing is being added any more. */
  async settled(): Promise<void> {
    await this.#adding;
  }

  clear(): void {
    this.#partitions.clear();
    this.#wanted = [];
  }

  // A refusal has been acted on by then: the transaction is to be aborted, and nothing more is added to it.
  async #addWanted(): Promise<void> {
    while (this.#wanted.length > 0) {
      const partitions = this.#wanted;
      this.#wanted = [];
      try {
        await this.#add(partitions);
      } catch {
        this.#wanted = [];
        return;
      }
      for (const partition of partitions) this.#partitions.set(partition, true);
      this.#onAdded();
    }
  }
}
