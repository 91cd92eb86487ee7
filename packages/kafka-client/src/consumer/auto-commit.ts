import type { PartitionOffset } from '../group/group-offsets.ts';

export interface AutoCommitParts {
  readonly intervalMs: number;
  /** Where reading stands: all before has been handed out in earlier polls. */
  readonly positions: () => readonly PartitionOffset[];
  readonly commit: (offsets: readonly PartitionOffset[]) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

/** Commits the positions from time to time, for `enable.auto.commit`. */
export class AutoCommit {
  readonly #parts: AutoCommitParts;
  #dueMs: number;

  constructor(parts: AutoCommitParts) {
    this.#parts = parts;
    this.#dueMs = performance.now() + parts.intervalMs;
  }

  /** Begins a commit if it is time. */
  tick(): void {
    if (performance.now() >= this.#dueMs) void this.commit();
  }

  /** Commits now. A failure is reported, not thrown: the next commit makes up for it. */
  async commit(): Promise<void> {
    this.#dueMs = performance.now() + this.#parts.intervalMs;
    const offsets = this.#parts.positions();
    if (offsets.length === 0) return;
    try {
      await this.#parts.commit(offsets);
    } catch (error) {
      this.#parts.onFailed(error);
    }
  }
}
