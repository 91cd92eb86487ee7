import { errorCodes, listOffsetsApi, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import { exactNumber, exactOrNone } from '../errors/exact-number.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import { formatAddress } from '../settings/bootstrap-servers.ts';
import { formatPartition, partitionKey, type TopicPartition } from '../topic-partition.ts';
import type { Cluster } from './cluster.ts';

/** Which offset of a partition: the first, one after the last, or the first at or after a time. */
export type OffsetPlace = 'earliest' | 'latest' | { readonly timestampMs: number };

export interface OffsetQuery extends TopicPartition {
  readonly at: OffsetPlace;
}

export interface LogOffset {
  readonly offset: number;
  /** Of the record at the offset, in milliseconds since the epoch; `null` where the place is not one of a record. */
  readonly timestampMs: number | null;
  /** `null` when the broker does not tell. */
  readonly leaderEpoch: number | null;
}

export interface OffsetAnswers {
  /** By `partitionKey`; `null` when there is no such record. */
  readonly offsets: ReadonlyMap<string, LogOffset | null>;
  /** Why the others have none. */
  readonly failures: ReadonlyMap<string, KafkaError>;
}

export type IsolationLevel = 'read_uncommitted' | 'read_committed';

/** Asks the leaders once. */
export async function listOffsets(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  isolation: IsolationLevel = 'read_uncommitted',
): Promise<OffsetAnswers> {
  const offsets = new Map<string, LogOffset | null>();
  const failures = new Map<string, KafkaError>();
  const collected = { offsets, failures, isolation };
  await Promise.all([...byLeader(cluster, queries)].map((group) => askLeader(cluster, group, collected)));
  if (failures.size > 0) cluster.markStale();
  return collected;
}

type LeaderGroup = readonly [nodeId: number | null, queries: readonly OffsetQuery[]];

function byLeader(cluster: Cluster, queries: readonly OffsetQuery[]): Map<number | null, OffsetQuery[]> {
  const groups = new Map<number | null, OffsetQuery[]>();
  for (const query of queries) {
    const nodeId = cluster.leaderOf(query.topic, query.partition)?.nodeId ?? null;
    const group = groups.get(nodeId);
    if (group === undefined) groups.set(nodeId, [query]);
    else group.push(query);
  }
  return groups;
}

interface Collected {
  readonly offsets: Map<string, LogOffset | null>;
  readonly failures: Map<string, KafkaError>;
  readonly isolation: IsolationLevel;
}

async function askLeader(
  cluster: Cluster,
  [nodeId, queries]: LeaderGroup,
  collected: Collected,
): Promise<void> {
  const fail = (error: KafkaError): void => {
    for (const { topic, partition } of queries) collected.failures.set(partitionKey(topic, partition), error);
  };
  const link = nodeId === null ? undefined : cluster.links.link(nodeId);
  if (link === undefined) return leaderless(cluster, queries, collected);
  try {
    const isolationLevel = collected.isolation === 'read_committed' ? 1 : 0;
    const topics = topicsOf(cluster, queries);
    collect(await link.request(listOffsetsApi, { replicaId: -1, isolationLevel, topics }), collected);
    failUntold(queries, collected, formatAddress(link.address));
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    fail(error);
  }
}

function collect({ topics }: ResponseOf<typeof listOffsetsApi>, { offsets, failures }: Collected): void {
  for (const { name: topic, partitions } of topics) {
    for (const { partitionIndex: partition, errorCode, ...told } of partitions) {
      const key = partitionKey(topic, partition);
      if (errorCode === errorCodes.NONE) offsets.set(key, logOffset({ topic, partition }, told));
      else failures.set(key, refused({ topic, partition }, errorCode));
    }
  }
}

type Told = ResponseOf<typeof listOffsetsApi>['topics'][number]['partitions'][number];

function logOffset(
  place: TopicPartition,
  { offset, timestamp, leaderEpoch }: Pick<Told, 'offset' | 'timestamp' | 'leaderEpoch'>,
): LogOffset | null {
  if (offset < 0n) return null;
  return {
    offset: exactNumber(offset, 'an offset', place),
    timestampMs: exactOrNone(timestamp, 'a timestamp', place),
    leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
  };
}

/** Only a time may be one that no record is as young as: every log has a start and an end. */
function failUntold(queries: readonly OffsetQuery[], { offsets, failures }: Collected, broker: string): void {
  for (const { topic, partition, at } of queries) {
    const key = partitionKey(topic, partition);
    const isTold = typeof at === 'object' ? offsets.has(key) : (offsets.get(key) ?? null) !== null;
    if (isTold || failures.has(key)) continue;
    const action = `Find an offset of ${formatPartition({ topic, partition })}`;
    const detail = 'the response does not tell it';
    failures.set(
      key,
      refusal({ code: errorCodes.UNKNOWN_SERVER_ERROR, action, detail, broker, topic, partition }),
    );
  }
}

function leaderless(cluster: Cluster, queries: readonly OffsetQuery[], { failures }: Collected): void {
  for (const query of queries) {
    const code = cluster.topic(query.topic)?.errorCode || errorCodes.LEADER_NOT_AVAILABLE;
    failures.set(partitionKey(query.topic, query.partition), refused(query, code));
  }
}

/** The failure to report: one that waiting does not help against comes first. */
export function worstOf({ failures }: OffsetAnswers): KafkaError | null {
  let worst: KafkaError | null = null;
  for (const failure of failures.values()) {
    if (worst === null || (worst.retriable && !failure.retriable)) worst = failure;
  }
  return worst;
}

function refused({ topic, partition }: TopicPartition, code: number): KafkaError {
  const action = `Find an offset of ${formatPartition({ topic, partition })}`;
  return refusal({ code, action, topic, partition });
}

type TopicQuery = RequestInputOf<typeof listOffsetsApi>['topics'][number];

function topicsOf(cluster: Cluster, queries: readonly OffsetQuery[]): TopicQuery[] {
  const topics = new Map<string, TopicQuery['partitions'][number][]>();
  for (const { topic, partition, at } of queries) {
    const currentLeaderEpoch = cluster.leaderOf(topic, partition)?.epoch ?? -1;
    const partitions = topics.get(topic) ?? [];
    partitions.push({ partitionIndex: partition, currentLeaderEpoch, timestamp: timestampOf(at) });
    topics.set(topic, partitions);
  }
  return [...topics].map(([name, partitions]) => ({ name, partitions }));
}

function timestampOf(at: OffsetPlace): bigint {
  if (at === 'earliest') return -2n;
  if (at === 'latest') return -1n;
  // Negative ones have meanings of their own.
  if (!Number.isSafeInteger(at.timestampMs) || at.timestampMs < 0)
    throw new RangeError(`${at.timestampMs} is no time to find an offset for`);
  return BigInt(at.timestampMs);
}
