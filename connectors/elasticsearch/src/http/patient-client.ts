import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectError, ConnectionLostError, isConnectionLost } from '@sluice/connect-api';
import { backoffMs } from '@sluice/connector-tasks';
import type { SearchAnswer, SearchClient, SearchRequest } from './search-client.ts';
import { formatAnswer, mayPass, problemOf } from './search-error.ts';

export interface PatienceOptions {
  readonly client: Pick<SearchClient, 'send'>;
  readonly maxRetries: number;
  readonly backoffMs: number;
  readonly signal: AbortSignal;
}

/** Sends requests that may be repeated until there is an answer that stays. */
export class PatientClient {
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** @throws ConnectError when there was none in all the times that are allowed. */
  async send(request: SearchRequest): Promise<SearchAnswer> {
    const { maxRetries, backoffMs: initialMs, signal } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#try(request);
      if (typeof answer !== 'string') return answer;
      if (attempt > maxRetries) throw unavailable(request, attempt, answer);
      await sleep(backoffMs(initialMs, attempt), undefined, { signal });
    }
  }

  /** Resolves to the reason when it is worth another try. */
  async #try(request: SearchRequest): Promise<SearchAnswer | string> {
    try {
      const answer = await this.#options.client.send(request);
      const passes = mayPass(answer.status, problemOf(answer)?.type ?? null);
      return passes ? formatAnswer(answer) : answer;
    } catch (error) {
      if (isConnectionLost(error)) return error.message;
      throw error;
    }
  }
}

function unavailable({ method, path }: SearchRequest, attempts: number, reason: string): ConnectError {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return new ConnectError(`${method} ${path} was not answered, tried ${times} (max.retries): ${reason}`, {
    code: 'SEARCH_UNAVAILABLE',
    cause: new ConnectionLostError(reason, { code: 'CONNECTION_LOST' }),
  });
}
