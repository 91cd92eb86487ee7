import type { ConfigError } from './config-error.ts';
import type { ConnectError } from './connect-error.ts';
import type { DataError } from './data-errors.ts';
import { errorCatalogue, type ErrorCode } from './error-catalogue.ts';
import { errorLineage, type ErrorClassName } from './error-class.ts';
import type { RejectedRecordsError } from './rejected-records-error.ts';
import type { ConnectionLostError, RetriableError } from './retriable-errors.ts';
import type { BadRequestError, ConflictError, NotFoundError } from './request-errors.ts';
import type { FencedError, IllegalWorkerStateError } from './worker-errors.ts';

function belongsTo(error: unknown, name: ErrorClassName): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const lineage = (error as { readonly [errorLineage]?: readonly string[] })[errorLineage];
  return lineage?.includes(name) ?? false;
}

/** Whether it is an error of this API, whichever copy of the API made it. */
export function isConnectError(error: unknown): error is ConnectError {
  return belongsTo(error, 'ConnectError');
}

/** Whether the configuration is at fault. */
export function isConfigError(error: unknown): error is ConfigError {
  return belongsTo(error, 'ConfigError');
}

/** Whether a record or a schema is at fault. */
export function isDataError(error: unknown): error is DataError {
  return belongsTo(error, 'DataError');
}

/** Whether `put` names the records that it could not take, the others being taken. */
export function isRejectedRecords(error: unknown): error is RejectedRecordsError {
  return belongsTo(error, 'RejectedRecordsError');
}

/** Whether the same call may succeed later. */
export function isRetriable(error: unknown): error is RetriableError {
  return belongsTo(error, 'RetriableError');
}

/** Whether the other system could not be reached. */
export function isConnectionLost(error: unknown): error is ConnectionLostError {
  return belongsTo(error, 'ConnectionLostError');
}

/** Whether the request made no sense. */
export function isBadRequest(error: unknown): error is BadRequestError {
  return belongsTo(error, 'BadRequestError');
}

/** Whether what was asked for does not exist. */
export function isNotFound(error: unknown): error is NotFoundError {
  return belongsTo(error, 'NotFoundError');
}

/** Whether the request contradicts what is there. */
export function isConflict(error: unknown): error is ConflictError {
  return belongsTo(error, 'ConflictError');
}

/** Whether a newer instance took over. */
export function isFenced(error: unknown): error is FencedError {
  return belongsTo(error, 'FencedError');
}

/** Whether a plugin misused its context. */
export function isIllegalWorkerState(error: unknown): error is IllegalWorkerStateError {
  return belongsTo(error, 'IllegalWorkerStateError');
}

/** The code of an error; `INTERNAL_ERROR` for what is not an error of this API or has a code not known here. */
export function errorCodeOf(error: unknown): ErrorCode {
  return isConnectError(error) && error.code in errorCatalogue ? error.code : 'INTERNAL_ERROR';
}
