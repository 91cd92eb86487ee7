import { errorCodes, offsetDeleteApi, type ResponseOf } from '@sluice/kafka-protocol';
import { partitionKey, type TopicPartition } from '../../../topic-partition.ts';
import type { AdminRequests } from '../../requests/admin-requests.ts';
import type { ItemAnswer } from '../../requests/bulk-call.ts';
import { groupRoute } from '../../requests/coordinator-routes.ts';
import type { PartitionOutcome } from '../../requests/outcome.ts';
import {
  byPartition,
  groupByTopic,
  partitionLabel,
  partitionOutcomes,
  partitionPlace,
} from '../../requests/partition-items.ts';

export async function deleteOffsets(
  requests: AdminRequests,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<PartitionOutcome<null>[]> {
  const items = byPartition(partitions);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: offsetDeleteApi,
      body: (keys) => ({
        groupId,
        topics: [...groupByTopic(items, keys)].map(([name, ones]) => ({
          name,
          partitions: ones.map(({ partition }) => ({ partitionIndex: partition })),
        })),
      }),
      answers: deleteAnswers,
      action: (key) => `Delete the offset of ${partitionLabel(items, key)} of group ${groupId}`,
      place: (key) => partitionPlace(items, key),
    },
    { route: groupRoute(requests, groupId) },
  );
  return partitionOutcomes(items, outcomes);
}

function deleteAnswers(
  { errorCode, topics }: ResponseOf<typeof offsetDeleteApi>,
  keys: readonly string[],
): ItemAnswer<null>[] {
  if (errorCode !== errorCodes.NONE) return keys.map((key) => ({ key, errorCode, value: null }));
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode: code }) => ({
      key: partitionKey(name, partitionIndex),
      errorCode: code,
      value: null,
    })),
  );
}
