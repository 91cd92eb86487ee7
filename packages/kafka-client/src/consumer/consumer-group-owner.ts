import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { GroupOwner } from '../group/group-member.ts';
import type { GroupProtocolOffer, JoinResponse, MemberAssignment } from '../group/group-requests.ts';
import { assignRanges } from '../group/range-assignor.ts';
import { partitionsByTopic, type TopicPartition } from '../topic-partition.ts';
import type { Subscription } from './subscription.ts';

/** Speaks for a consumer in its group: tells what it wants to read, and as the leader divides what all want. */
export class ConsumerGroupOwner implements GroupOwner {
  readonly #cluster: Cluster;
  #subscription: Subscription;
  /** The topics told with the last join. */
  #offeredTopics: readonly string[] = [];
  /** As the leader: the partition counts of the last division. */
  #divided: ReadonlyMap<string, number> = new Map();

  constructor(cluster: Cluster, subscription: Subscription) {
    this.#cluster = cluster;
    this.#subscription = subscription;
  }

  set subscription(subscription: Subscription) {
    this.#subscription = subscription;
    this.#cluster.trackOnly(this.#trackedTopics([]));
  }

  offers(): readonly GroupProtocolOffer[] {
    this.#offeredTopics = this.#wantedTopics();
    const topics = this.#offeredTopics;
    const metadata = encodeSubscription({ topics, ownedPartitions: [] });
    return [{ name: 'range', metadata }];
  }

  async divide({ members }: JoinResponse): Promise<readonly MemberAssignment[]> {
    const subscribers = members.map(({ memberId, groupInstanceId, metadata }) => {
      const { topics } = decodeSubscription(metadata);
      return { memberId, groupInstanceId, topics };
    });
    const topics = [...new Set(subscribers.flatMap((subscriber) => subscriber.topics))];
    this.#cluster.trackOnly(this.#trackedTopics(topics));
    if (topics.some((topic) => this.#cluster.topic(topic) === undefined)) await this.#cluster.refresh();
    this.#divided = this.#partitionCounts(topics);
    const assignment = assignRanges(this.#divided, subscribers);
    return [...assignment].map(([memberId, partitions]) => ({ memberId, assignment: encode(partitions) }));
  }

  /** What the leader gave this member. */
  decode(assignment: Buffer): TopicPartition[] {
    if (assignment.length === 0) return [];
    return decodeAssignment(assignment).assignedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
  }

  /** Whether the division rests on what is no longer so: the topics wanted or, as the leader, their partitions. */
  isOutdated(isLeader: boolean): boolean {
    if (!sameMembers(this.#offeredTopics, this.#wantedTopics())) return true;
    if (!isLeader) return false;
    const counts = this.#partitionCounts([...this.#divided.keys()]);
    return [...this.#divided].some(([topic, count]) => counts.get(topic) !== count);
  }

  #wantedTopics(): readonly string[] {
    return this.#subscription.topicsAmong(this.#cluster.topics());
  }

  #trackedTopics(alsoWanted: readonly string[]): readonly string[] | null {
    const { tracked } = this.#subscription;
    return tracked === null ? null : [...new Set([...tracked, ...alsoWanted])];
  }

  #partitionCounts(topics: readonly string[]): ReadonlyMap<string, number> {
    return new Map(topics.map((topic) => [topic, this.#cluster.topic(topic)?.partitions.length ?? 0]));
  }
}

function encode(partitions: readonly TopicPartition[]): Buffer {
  const assignedPartitions = partitionsByTopic(partitions).map(([topic, numbers]) => ({
    topic,
    partitions: numbers,
  }));
  return encodeAssignment({ assignedPartitions });
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(left);
  return left.length === right.length && right.every((one) => members.has(one));
}
