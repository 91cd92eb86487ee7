import { errorCatalogue, errorCodeOf, isConnectError } from '@sluice/connect-api';
import { RequestBodyError, type ErrorMessage } from '@sluice/rest-api';
import { RelayedAnswer } from '@sluice/runtime';
import { StatusError } from './status-error.ts';

/** How a failure is answered. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorMessage;
  /** Whether the answer says that its body is JSON. */
  readonly labelled: boolean;
  /** Whether nobody foresaw it: then its trace belongs into the log. */
  readonly unforeseen: boolean;
}

/** The status and text of a failure; never its cause, its trace or its fields, which may hold secrets. */
export function answerError(error: unknown): ErrorAnswer {
  const status = statusOf(error);
  const text = error instanceof Error || isConnectError(error) ? error.message : String(error);
  return {
    status,
    body: { error_code: status, message: text === '' ? null : text },
    labelled: error instanceof StatusError ? error.labelled : true,
    unforeseen: status >= 500 && errorCodeOf(error) === 'INTERNAL_ERROR' && !(error instanceof RelayedAnswer),
  };
}

function statusOf(error: unknown): number {
  if (isConnectError(error)) return errorCatalogue[errorCodeOf(error)].httpStatus;
  if (error instanceof RequestBodyError) return 400;
  if (error instanceof RelayedAnswer) return error.status;
  return error instanceof StatusError ? error.status : 500;
}
