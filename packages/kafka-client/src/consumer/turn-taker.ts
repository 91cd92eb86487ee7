import { setImmediate } from 'node:timers/promises';

const maxTurnMs = 1;

/**
 * Gives sockets and timers their turn. A caller that always finds records ready would else go round in microtasks only,
 * and neither fetches nor heartbeats would go on.
 */
export class TurnTaker {
  #begunAtMs = performance.now();

  /** Resolves at once, or after a turn of the event loop when the last one is a while ago. */
  async giveWay(): Promise<void> {
    if (performance.now() - this.#begunAtMs < maxTurnMs) return;
    await setImmediate();
    this.#begunAtMs = performance.now();
  }
}
