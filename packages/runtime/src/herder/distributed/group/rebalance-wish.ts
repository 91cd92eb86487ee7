/** How long nothing more must change before the group is asked to divide its work anew, and the longest wait for that. */
const quietMs = 60;
const longestMs = 600;

export interface RebalanceWishParts {
  readonly fulfil: (reasons: readonly string[]) => void;
  readonly quietMs?: number;
  readonly longestMs?: number;
}

/** Waits until a burst of changes is over, so that all of them cost one rebalance. */
export class RebalanceWish {
  readonly #parts: Required<RebalanceWishParts>;
  readonly #reasons = new Set<string>();
  #firstMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RebalanceWishParts) {
    this.#parts = { quietMs, longestMs, ...parts };
  }

  get isPending(): boolean {
    return this.#reasons.size > 0;
  }

  want(reason: string): void {
    const nowMs = performance.now();
    if (!this.isPending) this.#firstMs = nowMs;
    this.#reasons.add(reason);
    const { quietMs: quiet, longestMs: longest } = this.#parts;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#fulfil(),
      Math.max(0, Math.min(quiet, this.#firstMs + longest - nowMs)),
    );
  }

  /** A rebalance has taken account of everything. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#reasons.clear();
  }

  #fulfil(): void {
    const reasons = [...this.#reasons];
    this.#reasons.clear();
    this.#parts.fulfil(reasons);
  }
}
