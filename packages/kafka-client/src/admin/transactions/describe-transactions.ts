import { describeTransactionsApi, type ResponseOf } from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { coordinatorRoute } from '../requests/coordinator-routes.ts';
import { exactOrNone } from '../../errors/exact-number.ts';
import type { Outcomes } from '../requests/outcome.ts';

export type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort'
  | 'PrepareEpochFence'
  | 'Dead';

export interface TransactionDescription {
  /** One of `TransactionState`, or what a newer broker calls it. */
  readonly state: string;
  readonly timeoutMs: number;
  /** `null` when no transaction is open. */
  readonly startTimeMs: number | null;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** What the open transaction has written to. */
  readonly partitions: readonly TopicPartition[];
}

export function describeTransactions(
  requests: AdminRequests,
  transactionalIds: readonly string[],
): Promise<Outcomes<TransactionDescription>> {
  return requests.run(
    transactionalIds,
    {
      api: describeTransactionsApi,
      body: (keys) => ({ transactionalIds: keys }),
      answers: transactionAnswers,
      action: (key) => `Describe the transaction of ${key}`,
    },
    { route: coordinatorRoute(requests, 'transactional id') },
  );
}

function transactionAnswers({
  transactionStates,
}: ResponseOf<typeof describeTransactionsApi>): ItemAnswer<TransactionDescription>[] {
  return transactionStates.map((state) => ({
    key: state.transactionalId,
    errorCode: state.errorCode,
    value: {
      state: state.transactionState,
      timeoutMs: state.transactionTimeoutMs,
      startTimeMs: exactOrNone(
        state.transactionStartTimeMs,
        `the start time of the transaction of ${state.transactionalId}`,
      ),
      producerId: state.producerId,
      producerEpoch: state.producerEpoch,
      partitions: state.topics.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
    },
  }));
}
