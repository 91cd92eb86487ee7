import { timerMs } from './delay.ts';

/** Wakes the one who waits; rung while nobody waits, it wakes the next one at once. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Resolves when the bell rings, the time is over or the signal aborts. */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#isRung || signal?.aborted === true) {
      this.#isRung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake = null;
        this.#isRung = false;
        resolve();
      };
      const timer = setTimeout(wake, timerMs(timeoutMs));
      signal?.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
