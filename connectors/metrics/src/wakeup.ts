/** Lets one wait until something happens, a time is over or a signal aborts. */
export class Wakeup {
  readonly #signal: AbortSignal;
  readonly #wake = (): void => this.wake();
  #resume: (() => void) | null = null;
  #isPending = false;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#wake);
  }

  /** Ends the wait, or the next one where nobody waits. */
  wake(): void {
    this.#isPending = true;
    this.#resume?.();
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
  }
}
