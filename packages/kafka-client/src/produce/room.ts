import { Bell } from '../timing/bell.ts';
import { Deadline } from '../timing/delay.ts';

/** What is known of the memory that records wait in. */
export interface UsedBytes {
  readonly usedBytes: number;
}

/** Waits for one who has appended too much; wakes up when enough was freed, not with every batch. */
export class Room {
  readonly #memory: UsedBytes;
  readonly #bell = new Bell();
  #awaitedBytes = Number.NEGATIVE_INFINITY;

  constructor(memory: UsedBytes) {
    this.#memory = memory;
  }

  /** Bytes were freed. */
  freed(): void {
    if (this.#memory.usedBytes <= this.#awaitedBytes) this.#bell.ring();
  }

  /** Whether no more than so many bytes are used; waits for it until the time is over or the signal aborts. */
  async until(bytes: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = new Deadline(timeoutMs);
    const isAborted = (): boolean => signal?.aborted === true;
    this.#awaitedBytes = bytes;
    while (this.#memory.usedBytes > bytes && !isAborted() && !deadline.isOver) {
      await this.#bell.wait(deadline.remainingMs, signal);
    }
    this.#awaitedBytes = Number.NEGATIVE_INFINITY;
    return this.#memory.usedBytes <= bytes;
  }
}
