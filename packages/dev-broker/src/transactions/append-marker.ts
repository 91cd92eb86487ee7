import { encodeTransactionMarker, iterateBatches, type ErrorName } from '@sluice/kafka-protocol';
import type { TopicRegistry } from '../topics/topic-registry.ts';
import type { Ending } from './transaction-coordinator.ts';
import type { TransactionPartition } from './transaction-record.ts';

const coordinatorEpoch = 0;

/** Writes the marker of a transaction into a partition. Null where there is no such partition any more. */
export async function appendMarker(
  topics: TopicRegistry,
  { topic: name, partition }: TransactionPartition,
  marker: Buffer,
): Promise<ErrorName | null> {
  const topic = topics.findByName(name);
  if (topic?.hasPartition(partition) !== true) return null;
  const [batch] = iterateBatches(marker);
  if (batch === undefined) return 'INVALID_RECORD';
  const { error } = await (await topic.log(partition)).append(batch);
  return error;
}

/** Writes the outcome of a transaction into one of its partitions; rejects where that fails. */
export function markerWriter(
  topics: TopicRegistry,
  now: () => number,
): (partition: TransactionPartition, ending: Ending) => Promise<void> {
  return async (partition, { producerId, epoch, outcome }) => {
    const marker = encodeTransactionMarker({
      producerId: BigInt(producerId),
      producerEpoch: epoch,
      outcome,
      coordinatorEpoch,
      timestamp: now(),
    });
    const error = await appendMarker(topics, partition, marker);
    if (error === null || error === 'NONE' || error === 'UNKNOWN_TOPIC_OR_PARTITION') return;
    throw new Error(`the marker of a transaction in ${partition.topic}-${partition.partition}: ${error}`);
  };
}
