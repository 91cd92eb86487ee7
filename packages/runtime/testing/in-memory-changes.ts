/** Lets some wait until others have changed something. */
export class InMemoryChanges {
  #next = Promise.withResolvers<void>();

  announce(): void {
    const { resolve } = this.#next;
    this.#next = Promise.withResolvers<void>();
    resolve();
  }

  /** Resolves once the condition holds; it is looked at after every change. Rejects when the signal aborts. */
  async until(condition: () => boolean, signal?: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const abort = (): void => aborted.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      while (!condition()) await Promise.race([this.#next.promise, aborted.promise]);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}
