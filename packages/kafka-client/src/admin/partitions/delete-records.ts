import { deleteRecordsApi, errorCodes, type ResponseOf } from '@sluice/kafka-protocol';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import { exactNumber } from '../../errors/exact-number.ts';
import { leaderRoute, unknownTopicGraceMs } from '../requests/leader-route.ts';
import type { PartitionOutcome } from '../requests/outcome.ts';
import {
  byPartition,
  groupByTopic,
  partitionLabel,
  partitionOutcomes,
  partitionPlace,
} from '../requests/partition-items.ts';

export interface RecordsToDelete extends TopicPartition {
  /** The first offset to keep; `high-watermark` deletes all there is. */
  readonly before: number | 'high-watermark';
}

const highWatermark = -1;

export async function deleteRecords(
  requests: AdminRequests,
  records: readonly RecordsToDelete[],
): Promise<PartitionOutcome<number>[]> {
  const items = byPartition(records);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: deleteRecordsApi,
      body: (keys) => ({
        topics: [...groupByTopic(items, keys)].map(([name, ones]) => ({
          name,
          partitions: ones.map(({ partition, before }) => ({
            partitionIndex: partition,
            offset: BigInt(before === 'high-watermark' ? highWatermark : before),
          })),
        })),
        timeoutMs: requests.requestTimeoutMs,
      }),
      answers: recordAnswers,
      action: (key) => `Delete records of ${partitionLabel(items, key)}`,
      place: (key) => partitionPlace(items, key),
      explain: { [errorCodes.OFFSET_OUT_OF_RANGE]: 'there are no records up to this offset' },
      unknownTopicGraceMs,
    },
    { route: leaderRoute(requests, items) },
  );
  return partitionOutcomes(items, outcomes);
}

function* recordAnswers({ topics }: ResponseOf<typeof deleteRecordsApi>): Generator<ItemAnswer<number>> {
  for (const { name, partitions } of topics) {
    for (const { partitionIndex, errorCode, lowWatermark } of partitions) {
      const place = { topic: name, partition: partitionIndex };
      const value = exactNumber(lowWatermark, 'the low watermark', place);
      yield { key: partitionKey(name, partitionIndex), errorCode, value };
    }
  }
}
