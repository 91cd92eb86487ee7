const firstBytes = 1024;
const maxKept = 256;

/**
 * Buffers for batches. Those that grew to the size of a whole batch are used again; new ones begin small, so that many
 * partitions with few records each do not take much.
 */
export class BatchBuffers {
  readonly #batchBytes: number;
  readonly #kept: Buffer[] = [];

  constructor(batchBytes: number) {
    this.#batchBytes = batchBytes;
  }

  take(): Buffer {
    return this.#kept.pop() ?? Buffer.allocUnsafe(firstBytes);
  }

  giveBack(buffer: Buffer): void {
    if (buffer.length < this.#batchBytes || buffer.length < firstBytes) return;
    if (buffer.length <= 2 * this.#batchBytes && this.#kept.length < maxKept) this.#kept.push(buffer);
  }
}
