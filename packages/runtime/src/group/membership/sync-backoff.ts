const attempts = 5;

export interface SyncBackoffOptions {
  /** `worker.unsync.backoff.ms`, which counts in the eager protocol only. */
  readonly unsyncBackoffMs: number;
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
}

export interface SyncPause {
  readonly pauseMs: number;
  /** Whether to stop all that still runs: others may have it by now. */
  readonly stopsAll: boolean;
}

/**
 * How long a worker that could not read the config topic in time stays out of the group. In the cooperative protocols its
 * work goes on meanwhile, and in all the pauses there is less time than until the work goes to others.
 */
export class SyncBackoff {
  readonly #options: SyncBackoffOptions;
  #remaining = attempts;

  constructor(options: SyncBackoffOptions) {
    this.#options = options;
  }

  failed(isCooperative: boolean): SyncPause {
    const { unsyncBackoffMs, maxDelayMs } = this.#options;
    if (!isCooperative) return { pauseMs: unsyncBackoffMs, stopsAll: false };
    if (this.#remaining === 0) {
      this.#remaining = attempts;
      return { pauseMs: 0, stopsAll: true };
    }
    const pauseMs = Math.trunc(maxDelayMs / 10 / this.#remaining);
    this.#remaining -= 1;
    return { pauseMs, stopsAll: false };
  }

  succeeded(): void {
    this.#remaining = attempts;
  }
}
