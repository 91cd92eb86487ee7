import { errorCodes, listOffsetsApi, type RequestInputOf } from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import { formatPartition, partitionKey, type TopicPartition } from '../topic-partition.ts';
import type { Cluster } from './cluster.ts';

/** Which offset of a partition: the first, one after the last, or the first at or after a time. */
export type OffsetPlace = 'earliest' | 'latest' | { readonly timestampMs: number };

export interface OffsetQuery extends TopicPartition {
  readonly at: OffsetPlace;
}

export interface OffsetAnswers {
  /** By `partitionKey`; `null` when no record is as young as the time asked for. */
  readonly offsets: ReadonlyMap<string, number | null>;
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
  const offsets = new Map<string, number | null>();
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
    groups.set(nodeId, [...(groups.get(nodeId) ?? []), query]);
  }
  return groups;
}

interface Collected {
  readonly offsets: Map<string, number | null>;
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
  if (link === undefined) return fail(leaderless(cluster, queries));
  try {
    const isolationLevel = collected.isolation === 'read_committed' ? 1 : 0;
    const body = { replicaId: -1, isolationLevel, topics: topicsOf(queries) };
    const { topics } = await link.request(listOffsetsApi, body);
    for (const { name, partitions } of topics) {
      for (const { partitionIndex, errorCode, offset } of partitions) {
        const key = partitionKey(name, partitionIndex);
        if (errorCode === errorCodes.NONE) collected.offsets.set(key, offset < 0n ? null : Number(offset));
        else collected.failures.set(key, refused({ topic: name, partition: partitionIndex }, errorCode));
      }
    }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    fail(error);
  }
}

function leaderless(cluster: Cluster, queries: readonly OffsetQuery[]): KafkaError {
  const [first] = queries;
  const code = (first && cluster.topic(first.topic)?.errorCode) || errorCodes.LEADER_NOT_AVAILABLE;
  return refused(first ?? { topic: '', partition: -1 }, code);
}

function refused({ topic, partition }: TopicPartition, code: number): KafkaError {
  const action = `Find an offset of ${formatPartition({ topic, partition })}`;
  return refusal({ code, action, topic, partition });
}

type TopicQuery = RequestInputOf<typeof listOffsetsApi>['topics'][number];

function topicsOf(queries: readonly OffsetQuery[]): TopicQuery[] {
  const topics = new Map<string, TopicQuery['partitions'][number][]>();
  for (const { topic, partition, at } of queries) {
    const partitions = topics.get(topic) ?? [];
    partitions.push({ partitionIndex: partition, timestamp: timestampOf(at) });
    topics.set(topic, partitions);
  }
  return [...topics].map(([name, partitions]) => ({ name, partitions }));
}

function timestampOf(at: OffsetPlace): bigint {
  if (at === 'earliest') return -2n;
  return at === 'latest' ? -1n : BigInt(at.timestampMs);
}
