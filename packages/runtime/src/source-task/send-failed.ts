import { ConnectError } from '@sluice/connect-api';

/** Whether an error of a Kafka client says that the same may succeed later. */
export function isRetriableInKafka(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}

/** A record, or what is needed to send it, was refused at once. */
export function sendFailed(cause: unknown): ConnectError {
  return new ConnectError('Unrecoverable exception trying to send', {
    code: 'RECORD_PRODUCE_FAILED',
    cause,
  });
}
