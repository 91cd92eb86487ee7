import { setImmediate } from 'node:timers/promises';

const maxTurnMs = 1;

/**
 * Gives sockets, timers and the other tasks of a thread their turn. A task whose steps never wait would else go round in
 * microtasks only, and nothing else in its thread would ever go on.
 */
export class TurnTaker {
  #begunAtMs = performance.now();

  /** Whether it is time for `giveWay`. */
  get isDue(): boolean {
    return performance.now() - this.#begunAtMs >= maxTurnMs;
  }

  /** Resolves after a turn of the event loop. */
  async giveWay(): Promise<void> {
    await setImmediate();
    this.#begunAtMs = performance.now();
  }
}
