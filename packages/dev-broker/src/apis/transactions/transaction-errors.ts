import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';

/** Who asks in an older version knows one error for producers that are fenced. */
export function fencedErrorCode(error: ErrorName, knowsFenced: boolean): number {
  return errorCodes[error === 'PRODUCER_FENCED' && !knowsFenced ? 'INVALID_PRODUCER_EPOCH' : error];
}

/** What a broker says who asked the coordinator before it wrote something. */
export function admissionError(error: ErrorName, knowsAbortable: boolean): ErrorName {
  if (error === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH';
  return error === 'TRANSACTION_ABORTABLE' && !knowsAbortable ? 'INVALID_TXN_STATE' : error;
}
