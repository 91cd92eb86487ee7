import type { SinkTask, SinkTaskContext } from '@sluice/connect-api';
import { failureDelayMs, mockFailure } from './mock-failure.ts';

const mode = 'task-failure';
const longestWaitMs = 250;

/** Takes everything and does nothing; fails when `mock_mode` is `task-failure`, also without records. */
export class MockSinkTask implements SinkTask {
  readonly #context: SinkTaskContext;
  #failsAtMs = Infinity;

  constructor(context: SinkTaskContext) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const delayMs = await failureDelayMs(this.#context, mode);
    if (delayMs === null) return;
    this.#failsAtMs = performance.now() + delayMs;
    this.#beCalledAgain();
  }

  put(): void {
    if (this.#failsAtMs <= performance.now()) throw mockFailure(mode);
    this.#beCalledAgain();
  }

  /** There may be no records for `put`. */
  #beCalledAgain(): void {
    if (this.#failsAtMs === Infinity) return;
    const leftMs = Math.ceil(this.#failsAtMs - performance.now());
    this.#context.timeout(Math.max(1, Math.min(longestWaitMs, leftMs)));
  }
}
