/** What a worker is doing, or what it did last, for those whose request is not answered in time. */
export class WorkerStage {
  readonly #nowMs: () => number;
  #text: string | null = null;
  #beganAtMs = 0;
  #endedAtMs: number | null = null;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /** Does something that has a name, such as `polling the group coordinator`. */
  async during<T>(text: string, work: () => Promise<T>): Promise<T> {
    this.#text = text;
    this.#beganAtMs = this.#nowMs();
    this.#endedAtMs = null;
    try {
      return await work();
    } finally {
      // Another one may have begun meanwhile.
      if (this.#text === text) this.#endedAtMs = this.#nowMs();
    }
  }

  /** In Java's words; `null` before the first stage. */
  get sentence(): string | null {
    if (this.#text === null) return null;
    const began = instant(this.#beganAtMs);
    return this.#endedAtMs === null
      ? `The worker is currently ${this.#text}, which began at ${began}.`
      : `The last operation the worker completed was ${this.#text}, which began at ${began} and completed at ${instant(this.#endedAtMs)}.`;
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
