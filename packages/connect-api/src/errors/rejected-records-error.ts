import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';

/** A record of a batch that could not be taken. */
export interface RejectedRecord {
  /** Its place in the list that `put` was given, from 0. */
  readonly index: number;
  /** Why. */
  readonly error: unknown;
}

/**
 * Thrown by a sink's `put`: these records could not be taken and never will be, all others of the list were taken.
 * The worker deals with them as `errors.tolerance` says: with `all` they are reported (log, dead letter topic) and
 * count as done, with `none` they are reported and the task fails.
 */
export class RejectedRecordsError extends ConnectError {
  static {
    describeClass(this, 'RejectedRecordsError');
  }

  readonly rejected: readonly RejectedRecord[];

  constructor(
    rejected: readonly RejectedRecord[],
    options: ConnectErrorOptions<ErrorCodeOf<'RejectedRecordsError'>> = {},
  ) {
    super(`${rejected.length} records of the batch could not be taken`, {
      ...(rejected[0] === undefined ? {} : { cause: rejected[0].error }),
      ...options,
    });
    this.rejected = rejected;
  }
}
