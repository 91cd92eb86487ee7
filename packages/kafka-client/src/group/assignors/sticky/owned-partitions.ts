import { partitionKey, type TopicPartition } from '../../../topic-partition.ts';
import type { Subscriber, TopicRacks } from '../assignor.ts';

export interface OwnedPartitions {
  /** What each member owns for certain; every member is in it. */
  readonly byMember: ReadonlyMap<string, readonly TopicPartition[]>;
  /** Keys of partitions that two members of one generation claim: none of them may go on without giving it up. */
  readonly contested: ReadonlySet<string>;
}

interface Claim {
  readonly partition: TopicPartition;
  readonly owner: Subscriber;
}

/** Settles who owns what: the claim of the latest generation counts, and partitions that are gone do not. */
export function ownedPartitions(topics: TopicRacks, subscribers: readonly Subscriber[]): OwnedPartitions {
  const claims = new Map<string, Claim>();
  const contested = new Set<string>();
  for (const claim of claimsOf(topics, subscribers)) {
    const key = partitionKey(claim.partition.topic, claim.partition.partition);
    const before = claims.get(key)?.owner;
    const age = before === undefined ? 1 : claim.owner.generationId - before.generationId;
    if (age === 0 && before !== claim.owner) contested.add(key);
    if (age > 0) claims.set(key, claim);
  }
  const byMember = new Map(subscribers.map(({ memberId }) => [memberId, [] as TopicPartition[]]));
  for (const [key, { partition, owner }] of claims)
    if (!contested.has(key)) byMember.get(owner.memberId)?.push(partition);
  return { byMember, contested };
}

function claimsOf(topics: TopicRacks, subscribers: readonly Subscriber[]): Claim[] {
  const exists = ({ topic, partition }: TopicPartition): boolean =>
    topics.get(topic)?.[partition] !== undefined;
  return subscribers.flatMap((owner) =>
    owner.owned.filter(exists).map((partition) => ({ partition, owner })),
  );
}
