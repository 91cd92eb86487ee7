/** The bytes that one consumer holds, and those that brokers may be sending. */
export class FetchMemory {
  #heldBytes = 0;
  #reservedBytes = 0;

  get usedBytes(): number {
    return this.#heldBytes + this.#reservedBytes;
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
