import { RetriableError, type PluginLogger } from '@sluice/connect-api';
import { unsettled } from '../connection/command.ts';
import { Patience } from '../connection/patience.ts';
import { faultOf } from '../connection/redis-fault.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import type { SinkCommand } from './command-batch.ts';
import { waitForReplicas, type ReplicaSettings } from './wait-for-replicas.ts';
import type { SinkCounts } from './sink-counts.ts';

export interface DeliveryOptions {
  readonly connection: Pick<RedisConnection, 'link' | 'drop'>;
  readonly settings: ReplicaSettings & {
    readonly isTransactional: boolean;
    readonly redis: { readonly retryTimeoutMs: number };
  };
  readonly counts: SinkCounts;
  readonly log: PluginLogger;
  /** Ends waiting. */
  readonly signal: AbortSignal;
}

/** A command that Redis refused for good. */
export interface Refused {
  readonly command: SinkCommand;
  readonly error: Error;
}

interface Attempt {
  readonly again: readonly SinkCommand[];
  readonly reason: Error;
}

/** Has Redis carry out commands until each is done or refused for good. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #patience: Patience;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const limitMs = options.settings.redis.retryTimeoutMs;
    this.#patience = new Patience({ ...options, limitMs });
  }

  /**
   * Resolves to those that were refused. What it is given is done, all the rest of it.
   * @throws ConnectError when that was tried for as long as allowed, or waiting does not help.
   * @throws RetriableError when the task is to stop.
   */
  async deliver(commands: readonly SinkCommand[]): Promise<readonly Refused[]> {
    const refused: Refused[] = [];
    let pending = commands;
    while (pending.length > 0) {
      const result = await this.#attempt(pending, refused);
      if (result === null) break;
      if (result.again.length < pending.length) this.#patience.succeeded();
      pending = result.again;
      this.#options.counts.retries += 1;
      await this.#patience.wait(result.reason);
    }
    this.#patience.succeeded();
    await this.#replicated();
    return refused;
  }

  async #attempt(pending: readonly SinkCommand[], refused: Refused[]): Promise<Attempt | null> {
    const { connection, settings, counts } = this.#options;
    try {
      const link = await connection.link();
      const outcomes = await (settings.isTransactional ? link.runTogether(pending) : link.run(pending));
      if (outcomes === null) {
        counts.commands += pending.length;
        return null;
      }
      return this.#settle(pending, outcomes, refused);
    } catch (error) {
      return { again: pending, reason: this.#passing(error) };
    }
  }

  #settle(
    pending: readonly SinkCommand[],
    outcomes: readonly (Error | null)[],
    refused: Refused[],
  ): Attempt | null {
    const errors = outcomes.filter((error) => error !== null);
    for (const error of errors) if (faultOf(error) !== 'refused') this.#passing(error);
    const again = unsettled(pending, outcomes, (error) => faultOf(error) !== 'refused');
    const isAgain = new Set(again);
    for (const [index, command] of pending.entries()) {
      const error = outcomes[index] ?? null;
      if (error !== null && !isAgain.has(command)) refused.push({ command, error });
    }
    this.#options.counts.commands += pending.length - again.length;
    const reason = errors.find((error) => faultOf(error) !== 'refused');
    return reason === undefined ? null : { again, reason };
  }

  #passing(error: unknown): Error {
    return this.#patience.passing('Writing failed', error);
  }

  async #replicated(): Promise<void> {
    const { connection, settings } = this.#options;
    if (settings.waitReplicas === 0) return;
    for (;;) {
      let reason: Error | null;
      try {
        const link: RedisLink = await connection.link();
        reason = await waitForReplicas(link, settings);
      } catch (error) {
        // What was written may be lost with the server that has it: the records are given once more.
        throw new RetriableError(`Waiting for replicas failed: ${this.#passing(error).message}`, {
          cause: error,
        });
      }
      if (reason === null) break;
      await this.#patience.wait(reason);
    }
    this.#patience.succeeded();
  }
}
