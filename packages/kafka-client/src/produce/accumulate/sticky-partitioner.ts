export interface StickyPartitionerOptions {
  readonly batchBytes: number;
  /** How many batches wait for a partition. */
  readonly queueLength: (partition: number) => number;
  /** Whether a partition is worth choosing while others are. */
  readonly isAvailable: (partition: number) => boolean;
  /** Math.random when absent. */
  readonly random?: () => number;
}

/**
 * Chooses partitions for records without a key: stays with one until a batch's worth of bytes went there, then takes
 * another at random, the less loaded more often (KIP-794). Over time every partition gets the same number of bytes.
 */
export class StickyPartitioner {
  readonly #options: StickyPartitionerOptions;
  #candidates: readonly number[] = [];
  #current = -1;
  #currentBytes = 0;

  constructor(options: StickyPartitionerOptions) {
    this.#options = options;
  }

  /** The partitions to choose from: those with a leader, or all where none has one. */
  set candidates(partitions: readonly number[]) {
    this.#candidates = partitions;
    if (!partitions.includes(this.#current)) this.#current = -1;
  }

  get partition(): number {
    if (this.#current < 0) this.choose();
    return this.#current;
  }

  /** Counts what was appended. A batch just begun goes on elsewhere; one under way only after twice the bytes. */
  appended(bytes: number, hasBegunBatch: boolean): void {
    this.#currentBytes += bytes;
    const { batchBytes } = this.#options;
    if (this.#currentBytes >= (hasBegunBatch ? batchBytes : 2 * batchBytes)) this.choose();
  }

  /** Takes another partition; it may be the same again. */
  choose(): void {
    const { queueLength, isAvailable, random = Math.random } = this.#options;
    const available = this.#candidates.filter((partition) => isAvailable(partition));
    const candidates = available.length > 0 ? available : this.#candidates;
    const lengths = candidates.map((partition) => queueLength(partition));
    const longest = lengths.reduce((one, other) => Math.max(one, other), 0);
    const weights = lengths.map((length) => longest + 1 - length);
    let ticket = random() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (ticket -= weight) < 0);
    this.#current = candidates[index] ?? 0;
    this.#currentBytes = 0;
  }
}
