import { KafkaError } from '../errors/kafka-error.ts';
import { delay } from '../timing/delay.ts';

/** The names of the operations that take time, as users call them. */
export type OperationName =
  'initTransactions' | 'sendOffsetsToTransaction' | 'commitTransaction' | 'abortTransaction';

/**
 * The one operation of a producer that is waited for. It goes on when the user has stopped waiting after `max.block.ms`,
 * and the same call again waits for the same outcome: nobody knows yet whether it succeeds.
 */
export class PendingOperation {
  readonly #maxBlockMs: number;
  #current: { readonly name: OperationName; readonly outcome: Promise<void> } | null = null;

  constructor(maxBlockMs: number) {
    this.#maxBlockMs = maxBlockMs;
  }

  /** @throws KafkaError when the outcome of another operation has to be waited for first. */
  allow(name: OperationName | 'beginTransaction'): void {
    if (this.#current === null || this.#current.name === name) return;
    const message = `${name} has to wait: ${this.#current.name} is not done; wait for it, or call it again`;
    throw new KafkaError('INVALID_TXN_STATE', message);
  }

  /** Begins the operation, unless it is under way; resolves and rejects as it does, or rejects after `max.block.ms`. */
  async run(name: OperationName, begin: () => Promise<void>): Promise<void> {
    this.allow(name);
    const current = (this.#current ??= { name, outcome: begin() });
    if (!(await this.#isInTime(current.outcome))) throw this.#late(name);
    if (this.#current === current) this.#current = null;
    await current.outcome;
  }

  /** For an operation beside others: settles as it does, or rejects after `max.block.ms`. */
  async within(name: OperationName, outcome: Promise<void>): Promise<void> {
    if (!(await this.#isInTime(outcome))) throw this.#late(name);
    await outcome;
  }

  /** Resolves when nothing is pending, however it ended. */
  async settled(): Promise<void> {
    await this.#current?.outcome.catch(() => undefined);
  }

  async #isInTime(outcome: Promise<void>): Promise<boolean> {
    const settled = new AbortController();
    const settle = (): boolean => {
      settled.abort();
      return true;
    };
    const isLate = delay(this.#maxBlockMs, settled.signal).then(() => false);
    return await Promise.race([outcome.then(settle, settle), isLate]);
  }

  #late(name: OperationName): KafkaError {
    const message =
      `${name} is not done after max.block.ms=${this.#maxBlockMs} and goes on; ` +
      `call it again to wait for it, and see whether the brokers can be reached`;
    return new KafkaError('REQUEST_TIMED_OUT', message);
  }
}
