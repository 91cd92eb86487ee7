export const chunkBytes = 16 * 1024;

/**
 * Memory for what the open files of a format hold. What each of hundreds of files had for itself would stay, when the file
 * has ended, until old garbage is collected: many files later.
 */
export class ChunkPool {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  }

  give(chunks: readonly Buffer[]): void {
    for (const chunk of chunks) this.#free.push(chunk);
  }
}
