import { describeTransactionsApi, errorCodes, type ResponseInputOf } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';
import type { TransactionRecord } from '../../transactions/transaction-record.ts';

type Described = ResponseInputOf<typeof describeTransactionsApi>['transactionStates'][number];

export const describeTransactions = handleApi(describeTransactionsApi, {
  versions: [0, 0],
  notes: 'As a real broker.',
  handle: ({ transactionalIds }, { broker }) => ({
    transactionStates: transactionalIds.map((transactionalId) => {
      const record = broker.transactions.find(transactionalId);
      return record === undefined ? unknown(transactionalId) : describe(record);
    }),
  }),
});

function unknown(transactionalId: string): Described {
  return {
    errorCode: errorCodes.TRANSACTIONAL_ID_NOT_FOUND,
    transactionalId,
    transactionState: '',
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0n,
    producerId: 0n,
    producerEpoch: 0,
    topics: [],
  };
}

function describe(record: TransactionRecord): Described {
  const byTopic = Map.groupBy(record.partitions, ({ topic }) => topic);
  return {
    errorCode: errorCodes.NONE,
    transactionalId: record.transactionalId,
    transactionState: record.state,
    transactionTimeoutMs: record.timeoutMs,
    transactionStartTimeMs: BigInt(record.startMs),
    producerId: BigInt(record.producerId),
    producerEpoch: record.epoch,
    topics: [...byTopic].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map(({ partition }) => partition),
    })),
  };
}
