import { errorCodes, isRetriable, type ErrorName } from '@sluice/kafka-protocol';

/** The requests of a transaction to its coordinator, or to that of a group. */
export type TransactionRequest = 'init' | 'add-partitions' | 'add-offsets' | 'commit-offsets' | 'end';

/**
 * What follows from an error of such a request, as with Java's producer. `fenced`: another producer has taken over.
 * `forgotten`: the coordinator does not know the producer any more, which a new epoch mends.
 */
export type TransactionVerdict = 'retry' | 'abortable' | 'forgotten' | 'fenced' | 'fatal';

function codes(...names: readonly ErrorName[]): ReadonlySet<number> {
  return new Set(names.map((name) => errorCodes[name]));
}

const fenced = codes('INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED');
const forgotten = codes('UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_ID_MAPPING');

const abortable: Readonly<Record<TransactionRequest, ReadonlySet<number>>> = {
  init: codes('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED'),
  'add-partitions': codes(),
  'add-offsets': codes('GROUP_AUTHORIZATION_FAILED'),
  'commit-offsets': codes(
    'GROUP_AUTHORIZATION_FAILED',
    'FENCED_INSTANCE_ID',
    'UNKNOWN_MEMBER_ID',
    'ILLEGAL_GENERATION',
  ),
  end: codes(),
};

// What is wrong with single partitions is not the producer's end; this is what is not about partitions.
const fatalToPartitions = codes(
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'INVALID_TXN_STATE',
  'UNSUPPORTED_VERSION',
  'SASL_AUTHENTICATION_FAILED',
);

export function judgeTransactionError(request: TransactionRequest, code: number): TransactionVerdict {
  if (isRetriable(code)) return 'retry';
  if (fenced.has(code)) return 'fenced';
  if (code === errorCodes.TRANSACTION_ABORTABLE) return 'abortable';
  if (forgotten.has(code)) return request === 'init' ? 'fatal' : 'forgotten';
  if (request === 'add-partitions') return fatalToPartitions.has(code) ? 'fatal' : 'abortable';
  return abortable[request].has(code) ? 'abortable' : 'fatal';
}

const fatalToProducer = codes(
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'PRODUCER_FENCED',
  'UNSUPPORTED_VERSION',
);

/** Whether a batch that failed with this code is the end of an idempotent producer, and not only of the batch. */
export function isFatalToProducer(code: number): boolean {
  return fatalToProducer.has(code);
}
