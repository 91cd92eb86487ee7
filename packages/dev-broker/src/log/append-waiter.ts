/** Something that grows by whole writes. */
export interface Growing {
  readonly waiters: Set<AppendWaiter>;
}

/** Waits until the logs together have grown by so many bytes. */
export class AppendWaiter {
  readonly #logs: readonly Growing[];
  readonly #enough: () => void;
  #missingBytes: number;

  constructor(logs: readonly Growing[], missingBytes: number, enough: () => void) {
    this.#logs = logs;
    this.#missingBytes = missingBytes;
    this.#enough = enough;
    for (const { waiters } of logs) waiters.add(this);
  }

  grown(byteCount: number): void {
    this.#missingBytes -= byteCount;
    if (this.#missingBytes <= 0) this.end();
  }

  /** Ends the wait, however much has come. */
  end(): void {
    for (const { waiters } of this.#logs) waiters.delete(this);
    this.#enough();
  }
}
