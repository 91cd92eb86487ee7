/** How many batches wait for a partition. */
export type QueueLength = (partition: number) => number;

/**
 * Chooses partitions for records without a key: stays with one until a batch's worth of bytes went there, then takes
 * another at random, the less loaded more often (KIP-794). Over time every partition gets the same number of bytes.
 */
export class StickyPartitioner {
  readonly #batchBytes: number;
  readonly #queueLength: QueueLength;
  readonly #random: () => number;
  #candidates: readonly number[] = [];
  #current = -1;
  #currentBytes = 0;

  constructor(batchBytes: number, queueLength: QueueLength, random: () => number = Math.random) {
    this.#batchBytes = batchBytes;
    this.#queueLength = queueLength;
    this.#random = random;
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
    if (this.#currentBytes >= (hasBegunBatch ? this.#batchBytes : 2 * this.#batchBytes)) this.choose();
  }

  /** Takes another partition; it may be the same again. */
  choose(): void {
    const lengths = this.#candidates.map(this.#queueLength);
    const longest = Math.max(...lengths);
    const weights = lengths.map((length) => longest + 1 - length);
    let ticket = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (ticket -= weight) < 0);
    this.#current = this.#candidates[index] ?? 0;
    this.#currentBytes = 0;
  }
}
