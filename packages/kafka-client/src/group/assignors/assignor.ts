import type { TopicPartition } from '../../topic-partition.ts';

/** A member of a group: what it wants to read, and what it read so far. */
export interface Subscriber {
  readonly memberId: string;
  /** `null` for a dynamic member. */
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
  /** The generation in which it came to own them; -1 when not known. */
  readonly generationId: number;
  /** `client.rack`; `null` when it has none. */
  readonly rackId: string | null;
}

/** Of every topic, for each of its partitions, the racks with a replica. */
export type TopicRacks = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The partitions of each member; every member is in it. */
export type Division = Map<string, TopicPartition[]>;

/** What a member was given when its group was divided last. */
export interface LastDivision {
  readonly partitions: readonly TopicPartition[];
  readonly generationId: number;
}

/** A way to divide partitions among the members of a group, by Kafka's name for it. */
export interface Assignor {
  readonly name: string;
  /** How `partition.assignment.strategy` names it. */
  readonly className: string;
  /** Whether members keep what they own while the group is divided anew (KIP-429). */
  readonly isCooperative: boolean;
  /** Deterministic: the same group is always divided alike. */
  assign(topics: TopicRacks, subscribers: readonly Subscriber[]): Division;
  /** What a member tells the leader beside its subscription. */
  userData(last: LastDivision | null): Buffer | null;
  /** What the leader takes from that: what the member owned, where the subscription itself does not say so. */
  readUserData(subscriber: Subscriber, userData: Buffer | null): Subscriber;
}

export function emptyDivision(subscribers: readonly Subscriber[]): Division {
  return new Map(subscribers.map(({ memberId }) => [memberId, []]));
}

/** By UTF-16 code units, as Java compares. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Static members come first, by instance id; then the others, by member id. */
export function inMemberOrder(subscribers: readonly Subscriber[]): Subscriber[] {
  return [...subscribers].sort((left, right) => {
    if (left.groupInstanceId !== null && right.groupInstanceId !== null)
      return compareText(left.groupInstanceId, right.groupInstanceId);
    if (left.groupInstanceId !== null) return -1;
    if (right.groupInstanceId !== null) return 1;
    return compareText(left.memberId, right.memberId);
  });
}

/** By topic, then by number. */
export function allPartitions(topics: TopicRacks): TopicPartition[] {
  return [...topics]
    .sort(([left], [right]) => compareText(left, right))
    .flatMap(([topic, partitions]) => partitions.map((_, partition) => ({ topic, partition })));
}
