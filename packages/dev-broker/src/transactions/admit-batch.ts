import type { ErrorName, RecordBatchView } from '@sluice/kafka-protocol';
import { RequestError } from '../requests/request-error.ts';
import type { TransactionCoordinator } from './transaction-coordinator.ts';
import type { TransactionPartition } from './transaction-record.ts';

const firstVersionWithAbortable = 11;
const firstVersionThatAdds = 12;

export interface TransactionalBatch {
  readonly batch: RecordBatchView;
  readonly transactionalId: string | null;
  readonly partition: TransactionPartition;
  /** Of the produce request. */
  readonly version: number;
}

/**
 * Makes sure that a batch belongs to a transaction under way, so that it will not be undecided for ever (KIP-890).
 * Throws RequestError where it does not.
 */
export async function admitBatch(
  transactions: TransactionCoordinator,
  { batch, transactionalId, partition, version }: TransactionalBatch,
): Promise<void> {
  if (transactionalId === null) {
    throw new RequestError(
      'INVALID_TXN_STATE',
      'Transactional records need the transactional id of their producer.',
    );
  }
  const claim = { transactionalId, producerId: Number(batch.producerId), epoch: batch.producerEpoch };
  // Also where it is admitted already: it must not overtake the one for which the partition is being added.
  const isToAdd =
    transactions.isBusyWith(transactionalId) || transactions.admits(claim, partition) !== 'NONE';
  if (version >= firstVersionThatAdds && isToAdd) {
    const added = await transactions.add(claim, { partitions: [partition] });
    if (added !== 'NONE') throw refusal(added, version);
  }
  const admitted = transactions.admits(claim, partition);
  if (admitted !== 'NONE') throw refusal(admitted, version);
}

function refusal(error: ErrorName, version: number): RequestError {
  if (error === 'PRODUCER_FENCED') {
    return new RequestError(
      'INVALID_PRODUCER_EPOCH',
      'A newer producer has taken over the transactional id.',
    );
  }
  const shown =
    error === 'TRANSACTION_ABORTABLE' && version < firstVersionWithAbortable ? 'INVALID_TXN_STATE' : error;
  return new RequestError(shown, `The records belong to no transaction under way: ${error}.`);
}
