import { ConnectError, isRetriable } from '@sluice/connect-api';
import { sleep } from '../../timing/sleep.ts';
import type { ErrorCounts } from '../error-counts.ts';
import type { FailureLog } from './failure-log.ts';
import { fieldOf, type Failure } from './failure.ts';
import type { LetterBox } from './letter-box.ts';
import { retryWaitMs } from './retry-wait.ts';
import { ToleratedErrors } from './tolerated-errors.ts';

export interface ErrorPolicy {
  /** `errors.tolerance`. */
  readonly tolerance: 'none' | 'all';
  /** `errors.tolerance.max.per.minute`; negative means any number. */
  readonly maxPerMinute: number;
  /** `errors.retry.timeout`: how long a record is tried again; negative means for ever. */
  readonly retryTimeoutMs: number;
  /** `errors.retry.delay.max.ms`. */
  readonly retryDelayMaxMs: number;
}

export interface ErrorHandlerParts {
  readonly policy: ErrorPolicy;
  /** `null` unless `errors.log.enable`. */
  readonly log: FailureLog | null;
  /** `null` without `errors.deadletterqueue.topic.name`. */
  readonly letters: LetterBox | null;
  readonly counts: ErrorCounts;
  /** Takes secrets out of an error before anybody sees it. */
  readonly hideIn: (error: unknown) => unknown;
}

/** What became of a failure that was reported. */
export interface Verdict {
  /** What the task has to fail with; `null` when the failure is tolerated. */
  readonly refusal: ConnectError | null;
  /** Resolves when the report is safe, rejects when it never will be. Nobody has to wait. */
  readonly safe: Promise<void>;
}

const safe = Promise.resolve();

/** Decides what becomes of records that could not be processed, and reports them. */
export class ErrorHandler {
  readonly #parts: ErrorHandlerParts;
  readonly #tolerated: ToleratedErrors;

  constructor(parts: ErrorHandlerParts) {
    this.#parts = parts;
    this.#tolerated = new ToleratedErrors(parts.policy.maxPerMinute);
  }

  /** `errors.tolerance=all`. */
  get isTolerant(): boolean {
    return this.#parts.policy.tolerance === 'all';
  }

  /** Whether somebody hears of failures. */
  get reports(): boolean {
    return this.#parts.log !== null || this.#parts.letters !== null;
  }

  /** Whether records are put away, for which their bytes are needed. */
  get keepsRecords(): boolean {
    return this.#parts.letters !== null;
  }

  /** Whether anything is done about a failure beyond forgetting it, so that the record has to be at hand. */
  get needsRecords(): boolean {
    return this.reports || this.#parts.policy.maxPerMinute >= 0;
  }

  /** @throws ConnectError when dead letters could not be written. */
  async open(): Promise<void> {
    await this.#parts.letters?.open();
  }

  /**
   * Tries a failed step again while its error says that this helps and time is left. Resolves to true once it
   * succeeded, to false when the failure was reported and is tolerated, and the record is to be dropped.
   * @throws ConnectError when the failure is not tolerated, or the task was stopped while it was tried again:
   * nothing is dropped that might still have succeeded.
   */
  async recover(first: Failure, attempt: () => Failure | null, signal: AbortSignal): Promise<boolean> {
    const { retryTimeoutMs, retryDelayMaxMs } = this.#parts.policy;
    const endMs = retryTimeoutMs < 0 ? Infinity : performance.now() + retryTimeoutMs;
    let failure = first;
    for (let tries = 1; ; tries++) {
      const leftMs = endMs - performance.now();
      if (!isRetriable(failure.error) || leftMs <= 0) break;
      if (signal.aborted) throw notTolerated(failure);
      this.#parts.counts.retried();
      await sleep(Math.min(retryWaitMs(tries, retryDelayMaxMs), leftMs), signal);
      const next = attempt();
      if (next === null) return true;
      failure = next;
    }
    this.#parts.counts.failed({ tolerated: this.isTolerant, retriable: isRetriable(failure.error) });
    const { refusal } = this.#report(failure);
    if (refusal !== null) throw refusal;
    await this.room(signal);
    return false;
  }

  /** Reports what a task or Kafka refused, and nobody tries again, whether it is tolerated or not. */
  report(failure: Failure): Verdict {
    if (failure.stage === 'TASK_PUT') this.#parts.counts.reported({ tolerated: this.isTolerant });
    return this.#report(failure);
  }

  /** Resolves when more may be reported, or when the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    await this.#parts.letters?.room(signal);
  }

  /** Resolves when everything that was reported is safe, or never will be. */
  async settled(): Promise<void> {
    await this.#parts.letters?.settled();
  }

  async close(): Promise<void> {
    await this.#parts.letters?.close();
  }

  /** The task was cancelled: nothing of it may be written any more. */
  abandon(): void {
    this.#parts.letters?.abandon();
  }

  #report(failure: Failure): Verdict {
    const { log, counts, hideIn } = this.#parts;
    const shown = { ...failure, error: hideIn(failure.error) };
    if (log !== null) counts.logged += 1;
    log?.write(shown);
    return { safe: this.#post(shown), refusal: this.#refusalOf(shown) };
  }

  #post(failure: Failure): Promise<void> {
    const { letters, counts } = this.#parts;
    if (letters === null) return safe;
    const posted = letters.post(failure);
    counts.deadLetters += 1;
    posted.catch(() => (counts.deadLetterFailures += 1));
    return posted;
  }

  #refusalOf(failure: Failure): ConnectError | null {
    const { tolerance, maxPerMinute } = this.#parts.policy;
    if (tolerance === 'none') return notTolerated(failure);
    return this.#tolerated.isTooMany() ? tooMany(failure, maxPerMinute) : null;
  }
}

function notTolerated(failure: Failure): ConnectError {
  return new ConnectError(`Tolerance exceeded in error handler: ${whatFailed(failure)}`, {
    code: 'RECORD_CONVERSION_FAILED',
    cause: failure.error,
  });
}

function tooMany(failure: Failure, max: number): ConnectError {
  const limit = `more than errors.tolerance.max.per.minute=${max} records failed within a minute`;
  return new ConnectError(`Tolerance exceeded in error handler: ${limit}, at last ${whatFailed(failure)}`, {
    code: 'TOO_MANY_TOLERATED_ERRORS',
    cause: failure.error,
  });
}

function whatFailed(failure: Failure): string {
  const { className, stage, place } = failure;
  const field = fieldOf(failure);
  const where = field === null ? place : `${place}, field ${field}`;
  return `${className} (${stage}) failed for the record at ${where}`;
}
