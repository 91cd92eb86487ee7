import { ConnectError } from '@sluice/connect-api';
import { is } from '../../topics/create-topic.ts';

/** A record could not be sent in a transaction. */
export function sendFailedInTransaction(taskId: string, cause: Error): ConnectError {
  return (
    expired(taskId, cause) ??
    new ConnectError('Unrecoverable exception trying to send', { code: 'RECORD_PRODUCE_FAILED', cause })
  );
}

/** A transaction could not be committed. */
export function commitFailed(taskId: string, cause: Error): ConnectError {
  return (
    expired(taskId, cause) ??
    new ConnectError(`Failed to flush offsets and/or records for task ${taskId}`, {
      code: 'TRANSACTION_FAILED',
      cause,
    })
  );
}

/** Brokers say the same of a producer that was fenced and of one whose transaction took too long. */
function expired(taskId: string, error: Error): ConnectError | null {
  const errors = [error, error.cause];
  const isExpired = errors.some((one) => is(one, 'INVALID_PRODUCER_EPOCH') || is(one, 'PRODUCER_FENCED'));
  if (!isExpired) return null;
  return new ConnectError(
    `The task ${taskId} was unable to finish writing records to Kafka before its producer transaction expired. It may ` +
      'be necessary to reconfigure this connector in order for it to run healthily with exactly-once support. Options ' +
      "for this include: tune the connector's producer configuration for higher throughput, increase the transaction " +
      "timeout for the connector's producers, decrease the offset commit interval (if using interval-based transaction " +
      "boundaries), or use the 'poll' transaction boundary (if the connector is not already configured to use it).",
    { code: 'TRANSACTION_EXPIRED', cause: error },
  );
}
