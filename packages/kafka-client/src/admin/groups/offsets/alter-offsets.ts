import { errorCodes, offsetCommitApi, type ResponseOf } from '@sluice/kafka-protocol';
import { commitTopics, type PartitionOffset } from '../../../group/group-offsets.ts';
import { partitionKey } from '../../../topic-partition.ts';
import type { AdminRequests } from '../../requests/admin-requests.ts';
import { groupRoute } from '../../requests/coordinator-routes.ts';
import type { PartitionOutcome } from '../../requests/outcome.ts';
import {
  byPartition,
  groupByTopic,
  partitionLabel,
  partitionOutcomes,
  partitionPlace,
} from '../../requests/partition-items.ts';

/** Commits as somebody who is no member, which brokers allow while a group has none. */
export async function alterOffsets(
  requests: AdminRequests,
  groupId: string,
  offsets: readonly PartitionOffset[],
): Promise<PartitionOutcome<null>[]> {
  const items = byPartition(offsets);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: offsetCommitApi,
      body: (keys) => ({
        groupId,
        memberId: '',
        generationIdOrMemberEpoch: -1,
        topics: [...groupByTopic(items, keys)].flatMap(([, ones]) => commitTopics(ones)),
      }),
      answers: ({ topics }: ResponseOf<typeof offsetCommitApi>) =>
        topics.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, errorCode }) => ({
            key: partitionKey(name, partitionIndex),
            errorCode,
            value: null,
          })),
        ),
      action: (key) => `Set the offset of ${partitionLabel(items, key)} of group ${groupId}`,
      place: (key) => partitionPlace(items, key),
      explain: { [errorCodes.UNKNOWN_MEMBER_ID]: 'the group has members; stop them first' },
    },
    { route: groupRoute(requests, groupId) },
  );
  return partitionOutcomes(items, outcomes);
}
