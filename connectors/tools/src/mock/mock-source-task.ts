import type { SourceTask, SourceTaskContext } from '@sluice/connect-api';
import { pause } from '../pace/pause.ts';
import { failureDelayMs, mockFailure } from './mock-failure.ts';

const mode = 'task-failure';
const longestWaitMs = 250;

/** Makes nothing; fails when `mock_mode` is `task-failure`. */
export class MockSourceTask implements SourceTask {
  readonly #context: SourceTaskContext;
  #failsAtMs = Infinity;

  constructor(context: SourceTaskContext) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const delayMs = await failureDelayMs(this.#context, mode);
    if (delayMs !== null) this.#failsAtMs = performance.now() + delayMs;
  }

  async poll(): Promise<null> {
    const leftMs = this.#failsAtMs - performance.now();
    if (leftMs <= 0) throw mockFailure(mode);
    await pause(Math.min(longestWaitMs, Math.ceil(leftMs)), this.#context.signal);
    return null;
  }
}
