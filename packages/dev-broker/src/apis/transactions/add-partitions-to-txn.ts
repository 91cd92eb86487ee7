import {
  addPartitionsToTxnApi,
  errorCodes,
  type ErrorName,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import type { TransactionClaim, TransactionPartition } from '../../transactions/transaction-record.ts';
import { fencedErrorCode } from './transaction-errors.ts';

type AddRequest = RequestOf<typeof addPartitionsToTxnApi>;
type TopicRequest = AddRequest['v3AndBelowTopics'][number];
type TopicResult = NonNullable<
  ResponseInputOf<typeof addPartitionsToTxnApi>['resultsByTopicV3AndBelow']
>[number];

interface Wish {
  readonly claim: TransactionClaim;
  readonly topics: readonly TopicRequest[];
  readonly verifyOnly: boolean;
  readonly knowsFenced: boolean;
}

const firstVersionWithTransactions = 4;
const firstVersionWithFenced = 2;

export const addPartitionsToTxn = handleApi(addPartitionsToTxnApi, {
  versions: [0, 5],
  notes: 'Versions from 4 on are those of brokers among themselves; anybody may ask in them here.',
  refuse(request, errorCode, { version }) {
    const refused = (topics: readonly TopicRequest[]): TopicResult[] =>
      topics.map(({ name, partitions }) => ({
        name,
        resultsByPartition: partitions.map((partitionIndex) => ({
          partitionIndex,
          partitionErrorCode: errorCode,
        })),
      }));
    if (version < firstVersionWithTransactions) {
      return { resultsByTopicV3AndBelow: refused(request.v3AndBelowTopics) };
    }
    return {
      errorCode: errorCodes.NONE,
      resultsByTransaction: request.transactions.map(({ transactionalId, topics }) => ({
        transactionalId,
        topicResults: refused(topics),
      })),
    };
  },
  async handle(request, { broker, version }) {
    const knowsFenced = version >= firstVersionWithFenced;
    if (version < firstVersionWithTransactions) {
      const claim = claimOf(
        request.v3AndBelowTransactionalId,
        request.v3AndBelowProducerId,
        request.v3AndBelowProducerEpoch,
      );
      const wish = { claim, topics: request.v3AndBelowTopics, verifyOnly: false, knowsFenced };
      return { resultsByTopicV3AndBelow: await addAll(broker, wish) };
    }
    const resultsByTransaction = await Promise.all(
      request.transactions.map(
        async ({ transactionalId, producerId, producerEpoch, topics, verifyOnly }) => ({
          transactionalId,
          topicResults: await addAll(broker, {
            claim: claimOf(transactionalId, producerId, producerEpoch),
            topics,
            verifyOnly,
            knowsFenced,
          }),
        }),
      ),
    );
    return { errorCode: errorCodes.NONE, resultsByTransaction };
  },
});

// All of them or none: where one is not there, the others are told that nothing was tried.
async function addAll(
  broker: Broker,
  { claim, topics, verifyOnly, knowsFenced }: Wish,
): Promise<TopicResult[]> {
  const isThere = ({ topic, partition }: TransactionPartition): boolean =>
    broker.topics.findByName(topic)?.hasPartition(partition) === true;
  const wanted = topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, partition })),
  );
  const isComplete = wanted.every(isThere);
  const added =
    isComplete && !verifyOnly ? await broker.transactions.add(claim, { partitions: wanted }) : null;
  const errorOf = (each: TransactionPartition): ErrorName => {
    if (added !== null) return added;
    if (isComplete) return broker.transactions.admits(claim, each);
    return isThere(each) ? 'OPERATION_NOT_ATTEMPTED' : 'UNKNOWN_TOPIC_OR_PARTITION';
  };
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partition) => ({
      partitionIndex: partition,
      partitionErrorCode: fencedErrorCode(errorOf({ topic: name, partition }), knowsFenced),
    })),
  }));
}

function claimOf(transactionalId: string, producerId: bigint, epoch: number): TransactionClaim {
  return { transactionalId, producerId: Number(producerId), epoch };
}
