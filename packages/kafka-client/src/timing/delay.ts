// The longest that a timer can run; longer waits are for ever to us.
const maxTimerMs = 2_147_483_647;

export function timerMs(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), maxTimerMs);
}

/** Resolves when the time is over or the signal aborts, whichever comes first. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timerMs(ms));
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** A moment in time by the monotonic clock. */
export class Deadline {
  readonly #atMs: number;

  constructor(timeoutMs: number) {
    this.#atMs = performance.now() + timeoutMs;
  }

  get remainingMs(): number {
    return Math.max(0, this.#atMs - performance.now());
  }

  get isOver(): boolean {
    return performance.now() >= this.#atMs;
  }
}
