/** The bytes that one consumer holds, those that brokers may be sending, and those that its last poll handed out. */
export class FetchMemory {
  #heldBytes = 0;
  #reservedBytes = 0;
  #lentBytes = 0;

  get usedBytes(): number {
    return this.#heldBytes + this.#reservedBytes + this.#lentBytes;
  }

  /** For a response that is under way. */
  reserve(bytes: number): void {
    this.#reservedBytes += bytes;
  }

  unreserve(bytes: number): void {
    this.#reservedBytes -= bytes;
  }

  hold(bytes: number): void {
    this.#heldBytes += bytes;
  }

  free(bytes: number): void {
    this.#heldBytes -= bytes;
  }

  /** What is freed in here goes to whoever polls, who has it until it polls again. */
  lend<T>(take: () => T): T {
    const beforeBytes = this.#heldBytes;
    try {
      return take();
    } finally {
      this.#lentBytes += Math.max(0, beforeBytes - this.#heldBytes);
    }
  }

  /** Whoever polled is done with what it got. */
  takeBack(): void {
    this.#lentBytes = 0;
  }
}

/** The bytes of one response. Views keep all of them in memory until the last part is used up, so they count as long. */
export class ReceivedBytes {
  readonly memory: FetchMemory;
  readonly size: number;
  #users = 0;

  constructor(memory: FetchMemory, size: number) {
    this.memory = memory;
    this.size = size;
  }

  retain(): void {
    if (this.#users === 0) this.memory.hold(this.size);
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.memory.free(this.size);
  }
}
