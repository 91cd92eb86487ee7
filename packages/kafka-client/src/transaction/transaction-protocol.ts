import { addPartitionsToTxnApi, endTxnApi, produceApi, txnOffsetCommitApi } from '@sluice/kafka-protocol';

/**
 * How producer and coordinator agree about what belongs to a transaction. In version 1 the producer adds partitions and
 * groups to it before it writes. In version 2 (KIP-890) writing adds them, and every transaction has an epoch of its
 * own, so that nothing sent late gets into the next one.
 */
export type TransactionProtocol = 1 | 2;

/** The feature of a cluster that tells the version. */
export const transactionFeature = 'transaction.version';

export function transactionProtocol(featureLevel: number): TransactionProtocol {
  return featureLevel >= 2 ? 2 : 1;
}

/** An API of which no version above the given one is spoken. */
function upTo<A extends { readonly maxVersion: number }>(api: A, maxVersion: number): A {
  return { ...api, maxVersion: Math.min(api.maxVersion, maxVersion) };
}

interface ProtocolApis {
  readonly produce: typeof produceApi;
  readonly commitOffsets: typeof txnOffsetCommitApi;
  readonly end: typeof endTxnApi;
}

/** The last version that names topics by name: for brokers that tell no topic ids. */
export const produceByNameApi: typeof produceApi = upTo(produceApi, 12);

const spoken: Readonly<Record<TransactionProtocol, ProtocolApis>> = {
  1: { produce: upTo(produceApi, 11), commitOffsets: upTo(txnOffsetCommitApi, 4), end: upTo(endTxnApi, 4) },
  2: { produce: produceApi, commitOffsets: txnOffsetCommitApi, end: endTxnApi },
};

/** The APIs whose version says which protocol is spoken. */
export function apisOf(protocol: TransactionProtocol): ProtocolApis {
  return spoken[protocol];
}

/** Later versions are for brokers among themselves. */
export const addPartitionsApi: typeof addPartitionsToTxnApi = upTo(addPartitionsToTxnApi, 3);
