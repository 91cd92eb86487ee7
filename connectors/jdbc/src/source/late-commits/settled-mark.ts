import type { TransactionNames } from './open-transactions.ts';

export interface SettlingParts<T> {
  /** What was reached, `null` when there is nothing. */
  readonly reach: () => Promise<T | null>;
  readonly transactions: () => Promise<TransactionNames>;
  /** How long to wait before looking again, time after time; then the next poll is waited for. */
  readonly patienceMs: readonly number[];
  readonly pause: (durationMs: number) => Promise<void>;
  readonly isStopping: () => boolean;
}

interface Waiting<T> {
  readonly mark: T;
  readonly transactions: TransactionNames;
  readonly sinceMs: number;
}

/**
 * A mark below which nothing comes any more: what was reached at some time, once all transactions that were open after
 * that have ended. Those that began later take higher numbers and later times.
 */
export class SettledMark<T> {
  readonly #parts: SettlingParts<T>;
  #settled: T | null = null;
  #waiting: Waiting<T> | null = null;

  constructor(parts: SettlingParts<T>) {
    this.#parts = parts;
  }

  /** The transactions that are waited for, and since when; `null` when there are none. */
  get waitsFor(): { readonly transactions: TransactionNames; readonly sinceMs: number } | null {
    return this.#waiting;
  }

  /** The latest mark that is settled; `null` when none is. Waits a little for transactions to end. */
  async advance(): Promise<T | null> {
    const { pause, isStopping, patienceMs } = this.#parts;
    if (this.#waiting === null && !(await this.#reach())) return this.#settled;
    if (await this.#isOver()) return this.#settled;
    for (const delayMs of patienceMs) {
      await pause(delayMs);
      if (isStopping() || (await this.#isOver())) break;
    }
    return this.#settled;
  }

  /** Marks what was reached; false when there is nothing. */
  async #reach(): Promise<boolean> {
    const { reach, transactions } = this.#parts;
    const mark = await reach();
    if (mark === null) return false;
    this.#waiting = { mark, transactions: await transactions(), sinceMs: performance.now() };
    return true;
  }

  async #isOver(): Promise<boolean> {
    const waiting = this.#waiting;
    if (waiting === null) return true;
    const { transactions } = this.#parts;
    const open = waiting.transactions.size === 0 ? waiting.transactions : await transactions();
    const left = new Set([...waiting.transactions].filter((name) => open.has(name)));
    this.#waiting = left.size === 0 ? null : { ...waiting, transactions: left };
    if (left.size === 0) this.#settled = waiting.mark;
    return left.size === 0;
  }
}
