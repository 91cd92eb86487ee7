import {
  decodeAssignment,
  encodeSubscription,
  ProtocolError,
  type ConsumerAssignment,
} from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { AssignorList } from '../../group/assignors/assignor-list.ts';
import { compareText, type LastDivision } from '../../group/assignors/assignor.ts';
import type { GroupOwner } from '../../group/classic/group-owner.ts';
import type {
  GroupProtocolOffer,
  JoinResponse,
  MemberAssignment,
} from '../../group/classic/group-requests.ts';
import { partitionsByTopic, type TopicPartition } from '../../topic-partition.ts';
import type { Subscription } from '../subscription.ts';
import { divideGroup, subscribersIn } from './divide-group.ts';
import type { SessionCluster } from './group-session.ts';

export interface ConsumerGroupOwnerParts {
  readonly cluster: Pick<SessionCluster, 'topic' | 'topics' | 'rackOf' | 'trackOnly' | 'refresh'>;
  readonly assignors: AssignorList;
  readonly rackId: string;
  readonly subscription: Subscription;
  readonly owned: () => readonly TopicPartition[];
  readonly generationId: () => number;
}

/** Speaks for a consumer in its group: tells what it wants to read, and as the leader divides what all want. */
export class ConsumerGroupOwner implements GroupOwner {
  readonly #parts: ConsumerGroupOwnerParts;
  #subscription: Subscription;
  /** The topics told with the last join. */
  #offeredTopics: readonly string[] = [];
  /** As the leader: the partition counts that the last division rests on. */
  #dividedCounts: ReadonlyMap<string, number> = new Map();
  /** What this member was given last, for assignors that want to know. */
  divided: LastDivision | null = null;

  constructor(parts: ConsumerGroupOwnerParts) {
    this.#parts = parts;
    this.#subscription = parts.subscription;
  }

  set subscription(subscription: Subscription) {
    this.#subscription = subscription;
    this.#parts.cluster.trackOnly(this.#trackedTopics([]));
  }

  offers(): readonly GroupProtocolOffer[] {
    const { assignors, owned, generationId, rackId } = this.#parts;
    this.#offeredTopics = this.#wantedTopics();
    const topics = [...this.#offeredTopics].sort(compareText);
    const facts = {
      topics,
      ownedPartitions: byTopic(owned()),
      generationId: generationId(),
      rackId: rackId === '' ? null : rackId,
    };
    return assignors.assignors.map((assignor) => ({
      name: assignor.name,
      metadata: encodeSubscription({ ...facts, userData: assignor.userData(this.divided) }),
    }));
  }

  async divide({
    members,
    protocolName,
    skipAssignment,
  }: JoinResponse): Promise<readonly MemberAssignment[]> {
    const { cluster, assignors } = this.#parts;
    const assignor = assignors.named(protocolName);
    if (assignor === undefined) throw new TypeError(`it follows ${protocolName}, which was not offered`);
    const subscribers = subscribersIn(members, assignor);
    const topics = [...new Set(subscribers.flatMap((subscriber) => subscriber.topics))];
    cluster.trackOnly(this.#trackedTopics(topics));
    if (topics.some((topic) => cluster.topic(topic) === undefined)) await cluster.refresh();
    this.#dividedCounts = this.#partitionCounts(topics);
    return skipAssignment ? [] : divideGroup({ cluster, assignor, subscribers });
  }

  /** What the leader gave this member. */
  decode(assignment: Buffer): TopicPartition[] {
    if (assignment.length === 0) return [];
    return readAssignment(assignment).assignedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
  }

  /** Those of the partitions whose topics are still wanted. */
  wantedAmong(partitions: readonly TopicPartition[]): TopicPartition[] {
    const wanted = new Set(this.#wantedTopics());
    return partitions.filter(({ topic }) => wanted.has(topic));
  }

  /** What the division rests on and is no longer so: the topics wanted or, as the leader, their partitions. */
  whyOutdated(isLeader: boolean): string | null {
    if (!sameMembers(this.#offeredTopics, this.#wantedTopics())) return 'subscription has changed';
    if (!isLeader) return null;
    const counts = this.#partitionCounts([...this.#dividedCounts.keys()]);
    const changed = [...this.#dividedCounts].find(([topic, count]) => counts.get(topic) !== count);
    return changed === undefined ? null : `partitions of topic ${changed[0]} have changed`;
  }

  #wantedTopics(): readonly string[] {
    return this.#subscription.topicsAmong(this.#parts.cluster.topics());
  }

  #trackedTopics(alsoWanted: readonly string[]): readonly string[] | null {
    const { tracked } = this.#subscription;
    return tracked === null ? null : [...new Set([...tracked, ...alsoWanted])];
  }

  #partitionCounts(topics: readonly string[]): ReadonlyMap<string, number> {
    const { cluster } = this.#parts;
    return new Map(topics.map((topic) => [topic, cluster.topic(topic)?.partitions.length ?? 0]));
  }
}

function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return partitionsByTopic(partitions).map(([topic, numbers]) => ({ topic, partitions: numbers }));
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(left);
  return left.length === right.length && right.every((one) => members.has(one));
}

/** @throws KafkaError where the bytes are none of the consumer protocol. */
function readAssignment(assignment: Buffer): ConsumerAssignment {
  try {
    return decodeAssignment(assignment);
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    const message = `What the leader of the group gave this consumer to read is malformed: ${cause.message}`;
    throw new KafkaError('UNKNOWN_SERVER_ERROR', message, { cause });
  }
}
