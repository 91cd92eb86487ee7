/** Lets one wait until something happens, a time is over or a signal aborts. */
export class Wakeup {
  readonly #signal: AbortSignal;
  readonly #timers = new Set<NodeJS.Timeout>();
  #resume: (() => void) | null = null;
  #isPending = false;
  readonly #wake = (): void => this.wake();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#wake);
  }

  /** Ends the wait, or the next one where nobody waits. */
  wake(): void {
    this.#isPending = true;
    this.#resume?.();
  }

  /** Does something later, and ends the wait then. */
  after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
      this.wake();
    }, delayMs);
    this.#timers.add(timer);
  }

  async wait(maxMs: number): Promise<void> {
    if (!this.#isPending && !this.#signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, maxMs);
      this.#resume = resolve;
      await promise;
      clearTimeout(timer);
      this.#resume = null;
    }
    this.#isPending = false;
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#wake);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
