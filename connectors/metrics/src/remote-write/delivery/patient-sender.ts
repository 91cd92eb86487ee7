import { ConnectError, RetriableError, type PluginLogger } from '@sluice/connect-api';
import { backoffMs, pause } from '@sluice/connector-tasks';
import type { RemoteAnswer, RemoteClient } from './remote-client.ts';
import type { RemoteWriteConfig } from '../remote-write-config.ts';
import type { WriteCounters } from './write-counters.ts';

export interface SenderParts {
  readonly client: Pick<RemoteClient, 'send'>;
  readonly config: RemoteWriteConfig;
  readonly counters: WriteCounters;
  readonly signal: AbortSignal;
  readonly log: PluginLogger;
}

/** How long a task that is asked to stop waits for requests that are under way. */
const stopGraceMs = 2000;

/** The answer to a request: taken, or why not. */
export type Verdict = null | RemoteAnswer;

/** Sends a request until there is an answer that stays. */
export class PatientSender {
  readonly #parts: SenderParts;
  readonly #giveUp = new AbortController();
  #graceTimer: NodeJS.Timeout | undefined;
  #isInTrouble = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    parts.signal.addEventListener('abort', () => {
      this.#graceTimer = setTimeout(() => this.#giveUp.abort(), stopGraceMs);
    });
  }

  /**
   * Resolves to the answer that refuses the message as such, `null` when it was taken.
   * @throws ConnectError when nothing like it will be taken, or was not within `retry.timeout.ms`.
   * @throws RetriableError when the task stops.
   */
  async send(message: Buffer): Promise<Verdict> {
    const { config, counters, signal } = this.#parts;
    const began = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#try(message);
      if (outcome.isSettled) return this.#settled(outcome.answer);
      if (signal.aborted) throw stopping();
      const waitedMs = performance.now() - began;
      const limitMs = config['retry.timeout.ms'];
      if (limitMs !== -1 && waitedMs >= limitMs) throw unavailable(config.url, attempt, outcome.reason);
      counters.retries += 1;
      this.#complain(outcome.reason);
      const longestMs = config['retry.backoff.max.ms'];
      const waitMs = backoffMs(config['retry.backoff.ms'], attempt, { longestMs });
      await pause(Math.max(outcome.retryAfterMs, waitMs), signal);
      if (signal.aborted) throw stopping();
    }
  }

  close(): void {
    clearTimeout(this.#graceTimer);
    this.#giveUp.abort();
  }

  async #try(message: Buffer): Promise<Outcome> {
    const { client, counters } = this.#parts;
    try {
      counters.requests += 1;
      const answer = await client.send(message, this.#giveUp.signal);
      if (!mayPass(answer.status)) return { isSettled: true, answer };
      const { retryAfterMs } = answer;
      return { isSettled: false, retryAfterMs, reason: `it answered ${formatAnswer(answer)}` };
    } catch (error) {
      return { isSettled: false, retryAfterMs: 0, reason: (error as Error).message };
    }
  }

  #settled(answer: RemoteAnswer): Verdict {
    const { log, config } = this.#parts;
    if (this.#isInTrouble) log.info({ url: shown(config.url) }, 'Prometheus takes metrics again');
    this.#isInTrouble = false;
    if (answer.status >= 200 && answer.status < 300) return null;
    if (isAboutMessage(answer.status)) return answer;
    throw requestFailed(config.url, answer);
  }

  /** Once, until something was taken. */
  #complain(reason: string): void {
    if (this.#isInTrouble) return;
    this.#isInTrouble = true;
    const { log, config } = this.#parts;
    log.warn({ url: shown(config.url), reason }, 'Prometheus does not take metrics now; trying again');
  }
}

type Outcome =
  | { readonly isSettled: true; readonly answer: RemoteAnswer }
  | { readonly isSettled: false; readonly reason: string; readonly retryAfterMs: number };

export function formatAnswer({ status, message }: RemoteAnswer): string {
  return `${status}${message === '' ? '' : ` (${message})`}`;
}

function mayPass(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}

/** Bad samples, or too many at a time; anything else is about who asks, or where. */
function isAboutMessage(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}

function stopping(): RetriableError {
  return new RetriableError('The task stops while Prometheus takes no metrics');
}

function unavailable(url: string, attempts: number, reason: string): ConnectError {
  return new ConnectError(
    `${shown(url)} did not take metrics within retry.timeout.ms, tried ${attempts} times: ${reason}`,
    { code: 'REMOTE_WRITE_UNAVAILABLE' },
  );
}

function requestFailed(url: string, answer: RemoteAnswer): ConnectError {
  const code =
    answer.status === 401 || answer.status === 403
      ? 'REMOTE_WRITE_ACCESS_DENIED'
      : 'REMOTE_WRITE_REQUEST_FAILED';
  return new ConnectError(`${shown(url)} answered ${formatAnswer(answer)}`, { code });
}

/** Without what a URL may have of secrets. */
export function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
