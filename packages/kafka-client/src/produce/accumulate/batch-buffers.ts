const firstBytes = 1024;

export interface BatchBuffersOptions {
  /** What a batch may take, one record larger than that apart. */
  readonly batchBytes: number;
  /** The bound of `buffer.memory`. */
  readonly maxBytes: number;
}

/**
 * The memory of batches, within a bound: what is allocated for them counts, not only what is written. Buffers that grew
 * to the size of a whole batch are used again, and count too. New ones begin small, so that many partitions with few
 * records each do not take much. None comes from Node's pool: a small part in use would keep all of it alive, uncounted.
 */
export class BatchBuffers {
  readonly #options: BatchBuffersOptions;
  readonly #kept: Buffer[] = [];
  #usedBytes = 0;
  #keptBytes = 0;

  constructor(options: BatchBuffersOptions) {
    this.#options = options;
  }

  /** What batches have now. It passes the bound by no more than the growth of one batch. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  get isFull(): boolean {
    return this.#usedBytes >= this.#options.maxBytes;
  }

  /** A buffer for a new batch. It is in use from now on, its growth only when told with `use`. */
  take(): Buffer {
    const kept = this.#kept.pop();
    if (kept !== undefined) this.#keptBytes -= kept.length;
    const buffer =
      kept ?? Buffer.allocUnsafeSlow(Math.max(1, Math.min(firstBytes, this.#options.batchBytes)));
    this.use(buffer.length);
    return buffer;
  }

  /** So many bytes more are in use, or less where negative. */
  use(bytes: number): void {
    this.#usedBytes += bytes;
    while (this.#usedBytes + this.#keptBytes > this.#options.maxBytes) {
      const dropped = this.#kept.pop();
      if (dropped === undefined) return;
      this.#keptBytes -= dropped.length;
    }
  }

  /** The buffer is not in use any more. */
  giveBack(buffer: Buffer): void {
    this.#usedBytes -= buffer.length;
    const { batchBytes, maxBytes } = this.#options;
    const isWhole = buffer.length >= batchBytes && buffer.length <= 2 * batchBytes;
    if (!isWhole || this.#usedBytes + this.#keptBytes + buffer.length > maxBytes) return;
    this.#kept.push(buffer);
    this.#keptBytes += buffer.length;
  }
}
