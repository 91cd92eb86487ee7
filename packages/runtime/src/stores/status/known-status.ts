import type { StoredStatus } from './status-record.ts';

/** What is known of one connector or task, and what this worker has written of it. */
export class KnownStatus {
  #status: StoredStatus | null = null;
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
  }

  remove(): void {
    this.#status = null;
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
  yieldsTo({ workerId, generation }: StoredStatus): boolean {
    const known = this.#status;
    return known === null || known.workerId === workerId || known.generation <= generation;
  }
}
