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

/** The last admission that is under way, by coordinator, then by producer and partition. */
const underWay = new WeakMap<TransactionCoordinator, Map<string, Promise<void>>>();

/**
 * Makes sure that a batch belongs to a transaction under way, so that it will not be undecided for ever (KIP-890). Those
 * of one producer for one partition are admitted in the order in which they came: none may overtake another one whose
 * partition is still being added. Throws RequestError where a batch belongs to none.
 */
export function admitBatch(transactions: TransactionCoordinator, batch: TransactionalBatch): Promise<void> {
  const last = underWay.get(transactions) ?? new Map<string, Promise<void>>();
  underWay.set(transactions, last);
  const { topic, partition } = batch.partition;
  const key = `${batch.transactionalId} ${topic} ${partition}`;
  const admit = (): Promise<void> => admitNow(transactions, batch);
  const before = last.get(key);
  const admitted = before === undefined ? admit() : before.then(admit, admit);
  last.set(key, admitted);
  const forget = (): void => {
    if (last.get(key) === admitted) last.delete(key);
  };
  admitted.then(forget, forget);
  return admitted;
}

async function admitNow(
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
  if (version >= firstVersionThatAdds && transactions.admits(claim, partition) !== 'NONE') {
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
