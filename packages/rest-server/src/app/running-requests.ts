import type { ServerResponse } from 'node:http';

/** The requests that have begun and whose answers have not been sent. */
export class RunningRequests {
  readonly #responses = new Set<ServerResponse>();
  #onEmpty: (() => void) | null = null;

  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#responses.size === 0) this.#onEmpty?.();
    });
  }

  /** Resolves once none is left, at the latest after this time. */
  async drained(timeoutMs: number): Promise<void> {
    if (this.#responses.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    const timer = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(timer);
  }
}
