import { RetriableError } from '@sluice/connect-api';
import { withinTime } from '../../timing/within-time.ts';

/** A time within which several steps have to be done. */
export class Deadline {
  readonly #endMs: number;
  readonly #action: string;

  constructor(timeoutMs: number, action: string) {
    this.#endMs = performance.now() + timeoutMs;
    this.#action = action;
  }

  /** The step itself goes on when the time is over. @throws RetriableError */
  async within<T>(step: Promise<T>): Promise<T> {
    const result = await withinTime(step, Math.max(0, this.#endMs - performance.now()));
    if (result !== 'timed-out') return result;
    step.catch(() => undefined);
    throw new RetriableError(`${this.#action} timed out`);
  }
}
