import { listTransactionsApi } from '@sluice/kafka-protocol';
import { tooOld } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { listFromBrokers, type BrokerListing } from '../requests/list-from-brokers.ts';
import type { TransactionState } from './describe-transactions.ts';

/** What is absent does not restrict. */
export interface TransactionFilter {
  readonly states?: readonly TransactionState[];
  readonly producerIds?: readonly bigint[];
  /** Transactions that have been open for longer. */
  readonly minDurationMs?: number;
  /** A regular expression (RE2) of the transactional id. */
  readonly idPattern?: string;
}

export interface ListedTransaction {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly state: string;
}

export function listTransactions(
  requests: AdminRequests,
  { states = [], producerIds = [], minDurationMs, idPattern }: TransactionFilter,
): Promise<BrokerListing<ListedTransaction>> {
  return listFromBrokers(requests, {
    api: listTransactionsApi,
    body: (version) => {
      if (version < 1 && minDurationMs !== undefined) throw tooOld('list transactions by duration', '3.8');
      if (version < 2 && idPattern !== undefined) throw tooOld('list transactions by pattern', '4.1');
      return {
        stateFilters: states,
        producerIdFilters: producerIds,
        ...(minDurationMs === undefined ? {} : { durationFilter: BigInt(minDurationMs) }),
        ...(idPattern === undefined ? {} : { transactionalIdPattern: idPattern }),
      };
    },
    errorCodeOf: ({ errorCode }) => errorCode,
    itemsOf: ({ transactionStates }) =>
      transactionStates.map(({ transactionalId, producerId, transactionState }) => ({
        transactionalId,
        producerId,
        state: transactionState,
      })),
    things: 'transactions',
  });
}
