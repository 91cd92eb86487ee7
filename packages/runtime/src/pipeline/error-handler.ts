import { ConnectError, isDataError, isRetriable, type PluginLogger } from '@sluice/connect-api';
import { sleep } from '../timing/sleep.ts';
import { ErrorCounts } from './error-counts.ts';
import type { StageInUse } from './stage.ts';

export interface ErrorPolicy {
  /** `errors.tolerance`. */
  readonly tolerance: 'none' | 'all';
  /** `errors.retry.timeout`: how long a record is tried again; negative means for ever. */
  readonly retryTimeoutMs: number;
  /** `errors.retry.delay.max.ms`. */
  readonly retryDelayMaxMs: number;
  /** `errors.log.enable`. */
  readonly logErrors: boolean;
  /** `errors.log.include.messages`. */
  readonly logRecords: boolean;
}

/** A record that failed: which one and where. */
export interface Failure extends StageInUse {
  readonly error: unknown;
  /** Where the record is or comes from, e.g. `topic orders, partition 0, offset 17`. */
  readonly place: string;
  /** Made only when it is logged. */
  readonly describeRecord: () => string;
}

const firstRetryDelayMs = 300;

/** Decides what becomes of records that a pipeline could not process. */
export class ErrorHandler {
  readonly #policy: ErrorPolicy;
  readonly #log: PluginLogger;
  readonly #counts: ErrorCounts;

  constructor(policy: ErrorPolicy, log: PluginLogger, counts = new ErrorCounts()) {
    this.#policy = policy;
    this.#log = log;
    this.#counts = counts;
  }

  /**
   * Tries a failed step again while its error says that this helps and time is left. Resolves to true once it
   * succeeded, to false when the failure is tolerated and the record is to be dropped.
   * @throws ConnectError when the failure is not tolerated, or the task was stopped while it was tried again:
   * nothing is dropped that might still have succeeded.
   */
  async recover(first: Failure, attempt: () => Failure | null, signal: AbortSignal): Promise<boolean> {
    const { retryTimeoutMs, retryDelayMaxMs } = this.#policy;
    const endMs = retryTimeoutMs < 0 ? Infinity : performance.now() + retryTimeoutMs;
    let failure = first;
    for (let delayMs = firstRetryDelayMs; ; delayMs = Math.min(delayMs * 2, retryDelayMaxMs)) {
      const leftMs = endMs - performance.now();
      if (!isRetriable(failure.error) || leftMs <= 0) break;
      if (signal.aborted) throw notTolerated(failure);
      this.#counts.retried();
      await sleep(Math.min(delayMs, retryDelayMaxMs, leftMs), signal);
      const next = attempt();
      if (next === null) return true;
      failure = next;
    }
    this.#conclude(failure);
    return false;
  }

  #conclude(failure: Failure): void {
    const { error, place, stage, className } = failure;
    const { tolerance, logErrors, logRecords } = this.#policy;
    this.#counts.failed({ tolerated: tolerance === 'all', retriable: isRetriable(error) });
    if (logErrors) {
      this.#counts.logged += 1;
      const record = logRecords ? { record: failure.describeRecord() } : {};
      const field = fieldOf(error);
      this.#log.error(
        { err: error, stage, class: className, place, ...(field === null ? {} : { field }), ...record },
        'A record could not be processed',
      );
    }
    if (tolerance === 'none') throw notTolerated(failure);
  }
}

function fieldOf(error: unknown): string | null {
  return isDataError(error) ? (error.field ?? null) : null;
}

function notTolerated({ className, stage, place, error }: Failure): ConnectError {
  const field = fieldOf(error);
  const where = field === null ? place : `${place}, field ${field}`;
  return new ConnectError(
    `Tolerance exceeded in error handler: ${className} (${stage}) failed for the record at ${where}`,
    { code: 'RECORD_CONVERSION_FAILED', cause: error },
  );
}
