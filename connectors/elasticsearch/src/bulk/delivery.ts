import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectError, ConnectionLostError, isConnectionLost, type DataError } from '@sluice/connect-api';
import { backoffMs } from '@sluice/connector-tasks';
import type { Operation } from '../document/operation.ts';
import type { SearchAnswer, SearchClient } from '../http/search-client.ts';
import { answerError, formatAnswer, isDenied, mayPass, problemOf } from '../http/search-error.ts';
import { answerFilter, readOutcomes, rejected, type Outcome } from './bulk-answer.ts';

/** Told what becomes of operations. */
export interface DeliveryListener {
  /** Before each request, and after it. */
  requesting(): void;
  answered(): void;
  /** These are delivered. */
  done(operations: readonly Operation[]): void;
  refused(kind: 'malformed' | 'conflict', operation: Operation, error: DataError): void;
  /** So many are to be sent again. */
  retrying(count: number, reason: string): void;
}

export interface DeliveryOptions {
  readonly client: Pick<SearchClient, 'send'>;
  readonly maxRetries: number;
  readonly backoffMs: number;
  /** Ends waiting. */
  readonly signal: AbortSignal;
  readonly listener: DeliveryListener;
}

/** Carries operations out, in their order, until each is done or refused for good. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * @throws ConnectError when that was tried as often as allowed, or waiting does not help. What was not told of to the
   * listener may be delivered or not.
   */
  async deliver(operations: readonly Operation[]): Promise<void> {
    const { maxRetries, backoffMs: initialMs, signal, listener } = this.#options;
    let pending = operations;
    for (let attempt = 1; ; attempt += 1) {
      const { again, reason } = await this.#attempt(pending);
      if (again.length === 0) return;
      if (attempt > maxRetries) throw unavailable(again.length, attempt, reason);
      pending = again;
      listener.retrying(again.length, reason);
      await sleep(backoffMs(initialMs, attempt), undefined, { signal });
    }
  }

  async #attempt(operations: readonly Operation[]): Promise<Again> {
    const answer = await this.#request(operations);
    if (typeof answer === 'string') return { again: operations, reason: answer };
    if (answer.status === 200) return this.#settle(operations, readOutcomes(operations, answer));
    const type = problemOf(answer)?.type ?? null;
    if (mayPass(answer.status, type)) return { again: operations, reason: formatAnswer(answer) };
    if (isDenied(answer.status) || (answer.status !== 413 && answer.status !== 400)) {
      throw answerError('A bulk request failed', answer);
    }
    return this.#divide(operations, answer);
  }

  /** Resolves to the reason when there was no answer. */
  async #request(operations: readonly Operation[]): Promise<SearchAnswer | string> {
    const { client, listener } = this.#options;
    const body = operations.map(({ text }) => text).join('');
    listener.requesting();
    try {
      return await client.send({
        method: 'POST',
        path: `/_bulk?${answerFilter}`,
        body,
        contentType: 'application/x-ndjson',
      });
    } catch (error) {
      if (isConnectionLost(error)) return error.message;
      throw error;
    } finally {
      listener.answered();
    }
  }

  /** A request that is too large, or has something in it that spoils all of it, is sent in two halves. */
  async #divide(operations: readonly Operation[], answer: SearchAnswer): Promise<Again> {
    const [only] = operations;
    if (operations.length === 1 && only !== undefined) {
      this.#options.listener.refused('malformed', only, rejected(only, formatAnswer(answer)));
    } else {
      const middle = operations.length >> 1;
      await this.deliver(operations.slice(0, middle));
      await this.deliver(operations.slice(middle));
    }
    return nothingAgain;
  }

  #settle(operations: readonly Operation[], outcomes: readonly Outcome[] | null): Again {
    const { listener } = this.#options;
    if (outcomes === null) {
      listener.done(operations);
      return nothingAgain;
    }
    const done: Operation[] = [];
    const again: Operation[] = [];
    const unsettled = new Set<string>();
    let reason = '';
    for (const [index, operation] of operations.entries()) {
      const outcome = outcomes[index] as Outcome;
      const { identity } = operation;
      if (outcome.kind === 'again') {
        reason = outcome.reason;
        again.push(operation);
        if (identity !== null) unsettled.add(identity);
      } else if (outcome.kind !== 'done') {
        listener.refused(outcome.kind, operation, outcome.error);
      } else if (identity !== null && unsettled.has(identity)) {
        // An earlier operation on the document is yet to come: this one has to come after it.
        again.push(operation);
      } else {
        done.push(operation);
      }
    }
    listener.done(done);
    return { again, reason };
  }
}

interface Again {
  readonly again: readonly Operation[];
  readonly reason: string;
}

const nothingAgain: Again = { again: [], reason: '' };

function unavailable(count: number, attempts: number, reason: string): ConnectError {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return new ConnectError(`${count} documents were not taken, tried ${times} (max.retries): ${reason}`, {
    code: 'SEARCH_UNAVAILABLE',
    cause: new ConnectionLostError(reason, { code: 'CONNECTION_LOST' }),
  });
}
