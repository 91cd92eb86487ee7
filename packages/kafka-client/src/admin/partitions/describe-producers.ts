import { describeProducersApi, type ResponseOf } from '@sluice/kafka-protocol';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { exactOrNone } from '../../errors/exact-number.ts';
import { leaderRoute, unknownTopicGraceMs } from '../requests/leader-route.ts';
import type { PartitionOutcome } from '../requests/outcome.ts';
import {
  byPartition,
  groupByTopic,
  partitionLabel,
  partitionOutcomes,
  partitionPlace,
} from '../requests/partition-items.ts';

export interface ActiveProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** `null` when it has written nothing but control records. */
  readonly lastSequence: number | null;
  readonly lastTimestampMs: number | null;
  /** `null` without transactions. */
  readonly coordinatorEpoch: number | null;
  /** Where the open transaction begins; `null` when none is open. */
  readonly transactionStartOffset: number | null;
}

export async function describeProducers(
  requests: AdminRequests,
  partitions: readonly TopicPartition[],
): Promise<PartitionOutcome<readonly ActiveProducer[]>[]> {
  const items = byPartition(partitions);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: describeProducersApi,
      body: (keys) => ({
        topics: [...groupByTopic(items, keys)].map(([name, ones]) => ({
          name,
          partitionIndexes: ones.map(({ partition }) => partition),
        })),
      }),
      answers: producerAnswers,
      action: (key) => `Describe the producers of ${partitionLabel(items, key)}`,
      place: (key) => partitionPlace(items, key),
      unknownTopicGraceMs,
    },
    { route: leaderRoute(requests, items) },
  );
  return partitionOutcomes(items, outcomes);
}

type Response = ResponseOf<typeof describeProducersApi>;
type WireProducer = Response['topics'][number]['partitions'][number]['activeProducers'][number];

function producerAnswers({ topics }: Response): ItemAnswer<readonly ActiveProducer[]>[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, errorMessage, activeProducers }) => ({
      key: partitionKey(name, partitionIndex),
      errorCode,
      errorMessage,
      value: activeProducers.map((one) => activeProducer(one, { topic: name, partition: partitionIndex })),
    })),
  );
}

function activeProducer(
  { producerId, producerEpoch, ...producer }: WireProducer,
  place: TopicPartition,
): ActiveProducer {
  const whose = `producer ${producerId}:`;
  return {
    producerId,
    producerEpoch,
    lastSequence: naturalOrNone(producer.lastSequence),
    lastTimestampMs: exactOrNone(producer.lastTimestamp, `${whose} the last timestamp`, place),
    coordinatorEpoch: naturalOrNone(producer.coordinatorEpoch),
    transactionStartOffset: exactOrNone(
      producer.currentTxnStartOffset,
      `${whose} the start of the transaction`,
      place,
    ),
  };
}

function naturalOrNone(value: number): number | null {
  return value < 0 ? null : value;
}
