import type { StoredStatus } from './status-record.ts';

/** What is known of one connector or task, and what this worker has written of it. */
export class KnownStatus {
  #status: StoredStatus | null = null;
  #told: StoredStatus | null = null;
  #writes = 0;
  #isRemoved = false;

  /** As read back; `null` before that. */
  get status(): StoredStatus | null {
    return this.#status;
  }

  /** Whether it was taken back since this was looked up. */
  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  read(status: StoredStatus): void {
    this.#status = status;
    this.#told = status;
  }

  remove(): void {
    this.#status = null;
    this.#told = null;
    this.#isRemoved = true;
  }

  /** Counts a write, and returns its number. */
  written(): number {
    return (this.#writes += 1);
  }

  isLastWrite(number: number): boolean {
    return this.#writes === number;
  }

  /** Whether somebody who may no longer have this connector or task may still say what became of it. */
  /**
   * What the worker of the status said last, even where that does not count: a task that was given up in the same
   * generation in which it was started goes for running.
   */
  get lastWord(): StoredStatus | null {
    const isOfTheSame = this.#told !== null && this.#told.workerId === this.#status?.workerId;
    return isOfTheSame ? this.#told : this.#status;
  }

  /** Read, and not to be counted. */
  readLate(status: StoredStatus): void {
    this.#told = status;
  }

  yieldsTo({ workerId, generation }: StoredStatus): boolean {
    const known = this.#status;
    return known === null || known.workerId === workerId || known.generation <= generation;
  }
}
