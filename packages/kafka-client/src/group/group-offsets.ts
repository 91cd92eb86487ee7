import {
  errorCodes,
  offsetCommitApi,
  offsetFetchApi,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { LinkPurpose } from '../cluster/broker-links.ts';
import { exactNumber } from '../errors/exact-number.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import { delay } from '../timing/delay.ts';
import { formatPartition, partitionsByTopic, type TopicPartition } from '../topic-partition.ts';
import type { CommitMetrics } from './commit-metrics.ts';
import { CommitOrder } from './commit-order.ts';
import type { Coordinator } from './coordinator.ts';
import type { Membership } from './membership.ts';

export interface OffsetAndMetadata {
  /** The next offset to read. */
  readonly offset: number;
  /** Empty by default. */
  readonly metadata?: string;
  /** Of the last record read; `null` (default) when not known. */
  readonly leaderEpoch?: number | null;
}

export type PartitionOffset = TopicPartition & OffsetAndMetadata;

export interface GroupOffsetsParts {
  readonly coordinator: Coordinator;
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  /** As whom to fetch offsets (KIP-848); `noMembership` where that does not matter. */
  readonly reader: () => Membership;
  readonly backoff: BackoffOptions;
  readonly metrics: CommitMetrics;
}

export interface CommitOptions {
  readonly membership: Membership;
  /** `group` by default. */
  readonly purpose?: LinkPurpose;
}

// The coordinator may be ahead of the answer that tells this member its new epoch.
const staleTries = 5;

/** The committed offsets of a group. */
export class GroupOffsets {
  readonly #parts: GroupOffsetsParts;
  readonly #order = new CommitOrder();

  constructor(parts: GroupOffsetsParts) {
    this.#parts = parts;
  }

  /** Commits once, in the order of the calls. Rejects with a KafkaError when any partition is refused, with a RangeError for what is no offset. */
  async commit(
    offsets: readonly PartitionOffset[],
    { membership, purpose = 'group' }: CommitOptions,
  ): Promise<void> {
    const { coordinator, groupId, groupInstanceId, metrics } = this.#parts;
    const topics = commitTopics(offsets);
    const send = (): Promise<unknown> =>
      coordinator.call({
        api: offsetCommitApi,
        body: {
          groupId,
          groupInstanceId,
          memberId: membership.memberId,
          generationIdOrMemberEpoch: membership.generationId,
          topics,
        },
        codeOf: (response) => firstCode(response.topics),
        action: `Commit offsets of group ${groupId}`,
        purpose,
      });
    await this.#order.inTurn(purpose, () => metrics.timed(send));
  }

  /** What is committed, for those of the partitions that have something. */
  async fetch(partitions: readonly TopicPartition[]): Promise<Required<PartitionOffset>[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#fetch(partitions);
      } catch (error) {
        const isStale = error instanceof KafkaError && error.is('STALE_MEMBER_EPOCH');
        if (!isStale || tries === staleTries) throw error;
        await delay(backoffMs(tries, this.#parts.backoff));
      }
    }
  }

  async #fetch(partitions: readonly TopicPartition[]): Promise<Required<PartitionOffset>[]> {
    const { coordinator, groupId, reader } = this.#parts;
    const topics = partitionsByTopic(partitions).map(([name, partitionIndexes]) => ({
      name,
      partitionIndexes,
    }));
    const { memberId, generationId: memberEpoch } = reader();
    const group = { groupId, topics, ...(memberId === '' ? {} : { memberId, memberEpoch }) };
    const response = await coordinator.call({
      api: offsetFetchApi,
      // Offsets that a transaction may still change are waited for.
      body: (version) =>
        version < 7
          ? { groupId, topics }
          : { ...(version < 8 ? { groupId, topics } : { groups: [group] }), requireStable: true },
      codeOf: fetchCode,
      action: `Fetch committed offsets of group ${groupId}`,
    });
    return committedIn(response);
  }
}

type CommitTopic = RequestInputOf<typeof offsetCommitApi>['topics'][number] & { readonly name: string };

/** @throws RangeError for an offset that is negative or no whole number. */
export function commitTopics(offsets: readonly PartitionOffset[]): CommitTopic[] {
  const topics = new Map<string, CommitTopic['partitions'][number][]>();
  for (const { topic, partition, offset, metadata, leaderEpoch } of offsets) {
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new RangeError(`${offset} is no offset to commit for ${formatPartition({ topic, partition })}`);
    const partitions = topics.get(topic) ?? [];
    partitions.push({
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: leaderEpoch ?? -1,
      committedMetadata: metadata ?? '',
    });
    topics.set(topic, partitions);
  }
  return [...topics].map(([name, partitions]) => ({ name, partitions }));
}

interface TopicCodes {
  readonly partitions: readonly { readonly errorCode: number }[];
}

export function firstCode(topics: readonly TopicCodes[]): number {
  for (const { partitions } of topics) {
    for (const { errorCode } of partitions) if (errorCode !== errorCodes.NONE) return errorCode;
  }
  return errorCodes.NONE;
}

type FetchResponse = ResponseOf<typeof offsetFetchApi>;

/** Where a version has groups, the first of them stands for the whole response. */
function groupIn(response: FetchResponse): Pick<FetchResponse, 'topics' | 'errorCode'> {
  return response.groups[0] ?? response;
}

function fetchCode(response: FetchResponse): number {
  const { errorCode, topics } = groupIn(response);
  return errorCode === errorCodes.NONE ? firstCode(topics) : errorCode;
}

function committedIn(response: FetchResponse): Required<PartitionOffset>[] {
  return groupIn(response).topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ committedOffset }) => committedOffset >= 0n)
      .map(({ partitionIndex, committedOffset, committedLeaderEpoch, metadata }) => ({
        topic: name,
        partition: partitionIndex,
        offset: exactNumber(committedOffset, 'the committed offset', {
          topic: name,
          partition: partitionIndex,
        }),
        metadata: metadata ?? '',
        leaderEpoch: committedLeaderEpoch < 0 ? null : committedLeaderEpoch,
      })),
  );
}
