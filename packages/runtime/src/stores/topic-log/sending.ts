/** Records that were written together, until Kafka has acknowledged all of them. */
export class Sending {
  readonly #done = Promise.withResolvers<void>();
  #open = 0;
  #isComplete = false;
  #failure: { readonly error: unknown } | null = null;

  /** Resolves when everything is acknowledged; rejects with the first error. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  appended(): void {
    this.#open++;
  }

  /** Nothing more is appended. */
  complete(): void {
    this.#isComplete = true;
    this.#settleIfDone();
  }

  /** One record was acknowledged, or failed. */
  delivered(error: Error | null): void {
    this.#open--;
    if (error !== null) this.#failure ??= { error };
    this.#settleIfDone();
  }

  #settleIfDone(): void {
    if (!this.#isComplete || this.#open > 0) return;
    if (this.#failure === null) this.#done.resolve();
    else this.#done.reject(this.#failure.error);
  }
}
