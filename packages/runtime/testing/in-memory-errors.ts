import type { PluginLogger } from '@sluice/connect-api';
import { ErrorCounts } from '../src/pipeline/error-counts.ts';
import { ErrorHandler, type ErrorPolicy } from '../src/pipeline/errors/error-handler.ts';
import { FailureLog } from '../src/pipeline/errors/failure-log.ts';
import type { LetterBox } from '../src/pipeline/errors/letter-box.ts';

const strictPolicy: ErrorPolicy = {
  tolerance: 'none',
  maxPerMinute: -1,
  retryTimeoutMs: 0,
  retryDelayMaxMs: 5,
};

export interface ErrorOptions {
  readonly policy?: Partial<ErrorPolicy>;
  /** `errors.log.enable`. */
  readonly logErrors?: boolean;
  /** `errors.log.include.messages`. */
  readonly logRecords?: boolean;
  readonly letters?: LetterBox;
  readonly counts?: ErrorCounts;
  readonly hideIn?: (error: unknown) => unknown;
}

/** Deals with failed records of the task `c-0`; strict unless asked otherwise. */
export function errorHandler(log: PluginLogger, options: ErrorOptions = {}): ErrorHandler {
  const { logErrors = false, logRecords = false, letters = null, hideIn = (error) => error } = options;
  return new ErrorHandler({
    policy: { ...strictPolicy, ...options.policy },
    log: logErrors ? new FailureLog({ connector: 'c', task: 0, showsRecords: logRecords, log }) : null,
    letters,
    counts: options.counts ?? new ErrorCounts(),
    hideIn,
  });
}
