import {
  ConnectError,
  isConnectError,
  isConnectionLost,
  RetriableError,
  type PluginLogger,
} from '@sluice/connect-api';
import { pause } from '@sluice/connector-tasks';
import { faultOf, fatalError } from './redis-fault.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface PatienceOptions {
  readonly connection: Pick<RedisConnection, 'drop'>;
  /** How long it is tried after the last success; -1 for ever. */
  readonly limitMs: number;
  readonly log: PluginLogger;
  readonly signal: AbortSignal;
}

const firstPauseMs = 50;
const maxPauseMs = 5000;

/** Says how long something is tried again. */
export class Patience {
  readonly #options: PatienceOptions;
  #since = performance.now();
  #failures = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /**
   * Gives the error back when waiting may help; drops the connection where that is needed.
   * @throws ConnectError when waiting does not help.
   */
  passing(what: string, error: unknown): Error {
    if (isConnectError(error) && !isConnectionLost(error)) throw error;
    const kind = faultOf(error);
    if (kind === 'lost') this.#options.connection.drop();
    else if (kind !== 'again') throw fatalError(what, error as Error);
    return error as Error;
  }

  /**
   * Waits a while.
   * @throws ConnectError when it was tried for long enough. @throws RetriableError when the task is to stop.
   */
  async wait(reason: Error): Promise<void> {
    const { limitMs, log, signal } = this.#options;
    const now = performance.now();
    if (this.#failures === 0) {
      this.#since = now;
      log.warn({ reason: reason.message }, 'Redis does not do what it is asked for now; trying again');
    }
    if (signal.aborted)
      throw new RetriableError('The task stops while Redis does not answer', { cause: reason });
    if (limitMs >= 0 && this.#failures > 0 && now - this.#since >= limitMs) {
      throw new ConnectError(`Redis did not do its work for ${limitMs} ms; at last: ${reason.message}`, {
        code: 'REDIS_UNAVAILABLE',
        cause: reason,
      });
    }
    await pause(Math.min(firstPauseMs * 2 ** this.#failures, maxPauseMs), signal);
    this.#failures += 1;
  }
}
