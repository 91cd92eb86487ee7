import { listOffsetsApi, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import type { IsolationLevel, OffsetPlace } from '../../cluster/list-offsets.ts';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';
import { tooOld } from '../names/unsupported.ts';
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

/** Places that Kafka knows by name. */
export type NamedOffsetPlace =
  | 'earliest'
  | 'latest'
  /** The record with the highest timestamp (KIP-734). */
  | 'max-timestamp'
  /** The first that is not in tiered storage only (KIP-405). */
  | 'earliest-local'
  /** The last in tiered storage (KIP-1005). */
  | 'latest-tiered'
  /** The first that tiered storage does not have yet (KIP-1023). */
  | 'earliest-pending-upload';

export interface OffsetToFind extends TopicPartition {
  readonly at: NamedOffsetPlace | Exclude<OffsetPlace, string>;
}

export interface FoundOffset {
  /** `null` where there is none: no record is as young as the time asked for. */
  readonly offset: number | null;
  /** Of the record, where a record was looked for and found. */
  readonly timestampMs: number | null;
  /** `null` where the broker does not tell. */
  readonly leaderEpoch: number | null;
}

/** What stands in the place of a time, and from which version on: earlier ones take it for a time. */
const namedPlaces: Readonly<Record<NamedOffsetPlace, { timestamp: bigint; version: number; since: string }>> =
  {
    latest: { timestamp: -1n, version: 0, since: '' },
    earliest: { timestamp: -2n, version: 0, since: '' },
    'max-timestamp': { timestamp: -3n, version: 7, since: '3.0' },
    'earliest-local': { timestamp: -4n, version: 8, since: '3.4' },
    'latest-tiered': { timestamp: -5n, version: 9, since: '3.9' },
    'earliest-pending-upload': { timestamp: -6n, version: 11, since: '4.1' },
  };

export async function findOffsets(
  requests: AdminRequests,
  queries: readonly OffsetToFind[],
  isolation: IsolationLevel,
): Promise<PartitionOutcome<FoundOffset>[]> {
  const items = byPartition(queries);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: listOffsetsApi,
      body: (keys) => (version) => ({
        replicaId: -1,
        ...(isolation === 'read_committed' ? { isolationLevel: 1 } : {}),
        topics: [...groupByTopic(items, keys)].map(([name, ones]) => wireTopic(name, ones, version)),
        timeoutMs: requests.requestTimeoutMs,
      }),
      answers: offsetAnswers,
      action: (key) => `Find an offset of ${partitionLabel(items, key)}`,
      place: (key) => partitionPlace(items, key),
      unknownTopicGraceMs,
    },
    { route: leaderRoute(requests, items) },
  );
  return partitionOutcomes(items, outcomes);
}

type WireTopic = RequestInputOf<typeof listOffsetsApi>['topics'][number];

function wireTopic(name: string, queries: readonly OffsetToFind[], version: number): WireTopic {
  const partitions = queries.map(({ partition, at }) => ({
    partitionIndex: partition,
    timestamp: timestampOf(at, version),
  }));
  return { name, partitions };
}

function timestampOf(at: OffsetToFind['at'], version: number): bigint {
  if (typeof at !== 'string') return BigInt(at.timestampMs);
  const { timestamp, version: firstVersion, since } = namedPlaces[at];
  if (version < firstVersion) throw tooOld(`find the offset ${at}`, since);
  return timestamp;
}

function* offsetAnswers({ topics }: ResponseOf<typeof listOffsetsApi>): Generator<ItemAnswer<FoundOffset>> {
  for (const { name, partitions } of topics) {
    for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of partitions) {
      const place = { topic: name, partition: partitionIndex };
      const value = {
        offset: exactOrNone(offset, 'an offset', place),
        timestampMs: exactOrNone(timestamp, 'a timestamp', place),
        leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
      };
      yield { key: partitionKey(name, partitionIndex), errorCode, value };
    }
  }
}
