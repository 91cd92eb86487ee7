import { ConnectError } from '@sluice/connect-api';

/** A record, or what is needed to send it, was refused at once. */
export function sendFailed(cause: unknown): ConnectError {
  return new ConnectError('Unrecoverable exception trying to send', {
    code: 'RECORD_PRODUCE_FAILED',
    cause,
  });
}
