import { errorCodes, offsetFetchApi, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import { KafkaError } from '../../../errors/kafka-error.ts';
import { refusal } from '../../../errors/refusal.ts';
import {
  formatPartition,
  partitionKey,
  partitionsByTopic,
  type TopicPartition,
} from '../../../topic-partition.ts';
import type { AdminRequests } from '../../requests/admin-requests.ts';
import type { ItemAnswer } from '../../requests/bulk-call.ts';
import { coordinatorRoute } from '../../requests/coordinator-routes.ts';
import { exactOrNone } from '../../../errors/exact-number.ts';
import type { Outcomes, PartitionOutcome } from '../../requests/outcome.ts';
import { byKey } from '../../requests/partition-items.ts';

export interface OffsetsToFetch {
  readonly groupId: string;
  /** `null` (default) is all that have an offset. */
  readonly partitions?: readonly TopicPartition[] | null;
}

export interface CommittedOffset {
  /** The next offset to read. */
  readonly offset: number;
  readonly metadata: string;
  /** Of the last record read; `null` when it was not told. */
  readonly leaderEpoch: number | null;
}

type GroupOffsetsOutcome = readonly PartitionOutcome<CommittedOffset | null>[];

/** One request for each group, over one connection to each coordinator. Offsets that a transaction may still change are waited for. */
export async function fetchOffsets(
  requests: AdminRequests,
  groups: readonly OffsetsToFetch[],
): Promise<Outcomes<GroupOffsetsOutcome>> {
  const items = byKey(groups, ({ groupId }) => groupId);
  return await requests.run(
    items.keys(),
    {
      api: offsetFetchApi,
      single: true,
      body:
        ([groupId = '']) =>
        (version) =>
          fetchBody(groupId, { partitions: items.get(groupId)?.partitions ?? null, version }),
      answers: (response, [groupId = '']) => [groupAnswer(response, items.get(groupId) ?? { groupId })],
      action: (groupId) => `Fetch the offsets of group ${groupId}`,
    },
    { route: coordinatorRoute(requests, 'group') },
  );
}

interface FetchForm {
  readonly partitions: readonly TopicPartition[] | null;
  readonly version: number;
}

function fetchBody(
  groupId: string,
  { partitions, version }: FetchForm,
): RequestInputOf<typeof offsetFetchApi> {
  const named = partitions === null ? null : partitionsByTopic(partitions);
  const topics = named?.map(([name, partitionIndexes]) => ({ name, partitionIndexes })) ?? null;
  if (version < 7) return { groupId, topics };
  return version < 8
    ? { groupId, topics, requireStable: true }
    : { groups: [{ groupId, topics }], requireStable: true };
}

type Response = ResponseOf<typeof offsetFetchApi>;
type WirePartition = Response['topics'][number]['partitions'][number];

function groupAnswer(
  response: Response,
  { groupId, partitions }: OffsetsToFetch,
): ItemAnswer<GroupOffsetsOutcome> {
  const { errorCode, topics } = response.groups[0] ?? response;
  const told = new Map<string, PartitionOutcome<CommittedOffset | null>>();
  let openCode: number = errorCodes.NONE;
  for (const { name, partitions: ones } of topics) {
    for (const one of ones) {
      const place = { topic: name, partition: one.partitionIndex };
      if (one.errorCode === errorCodes.UNSTABLE_OFFSET_COMMIT) openCode = one.errorCode;
      told.set(partitionKey(name, one.partitionIndex), { ...place, result: committed(groupId, place, one) });
    }
  }
  const value =
    partitions?.map((one) => told.get(partitionKey(one.topic, one.partition)) ?? untold(groupId, one)) ??
    [...told.values()].filter(({ result }) => result !== null);
  return { key: groupId, errorCode: errorCode === errorCodes.NONE ? openCode : errorCode, value };
}

function committed(
  groupId: string,
  place: TopicPartition,
  { errorCode, committedOffset, committedLeaderEpoch, metadata }: WirePartition,
): CommittedOffset | KafkaError | null {
  if (errorCode !== errorCodes.NONE) {
    const action = `Fetch the offset of ${formatPartition(place)} of group ${groupId}`;
    return refusal({ code: errorCode, action, ...place });
  }
  const offset = exactOrNone(committedOffset, `group ${groupId}: the committed offset`, place);
  if (offset === null) return null;
  const leaderEpoch = committedLeaderEpoch < 0 ? null : committedLeaderEpoch;
  return { offset, metadata: metadata ?? '', leaderEpoch };
}

function untold(groupId: string, { topic, partition }: TopicPartition): PartitionOutcome<null> {
  const action = `Fetch the offset of ${formatPartition({ topic, partition })} of group ${groupId}`;
  const place = { topic, partition };
  return { ...place, result: new KafkaError('UNKNOWN_SERVER_ERROR', `${action}: not in the answer`, place) };
}
