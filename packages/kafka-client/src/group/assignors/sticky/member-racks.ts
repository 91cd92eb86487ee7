import type { TopicPartition } from '../../../topic-partition.ts';
import type { Subscriber, TopicRacks } from '../assignor.ts';
import { isNear, isRack, racksMatter } from '../rack-rule.ts';

/** Which members are near to which partitions, where that matters. */
export class MemberRacks {
  readonly matter: boolean;
  readonly #topics: TopicRacks;
  readonly #members: ReadonlyMap<string, Subscriber>;
  readonly #memberCounts = new Map<string, number>();

  constructor(topics: TopicRacks, subscribers: readonly Subscriber[]) {
    this.#topics = topics;
    this.#members = new Map(subscribers.map((one) => [one.memberId, one]));
    this.matter = racksMatter(subscribers, [...topics.values()].flat());
    for (const { rackId } of subscribers)
      if (isRack(rackId)) this.#memberCounts.set(rackId, (this.#memberCounts.get(rackId) ?? 0) + 1);
  }

  /** Whether the member is in a rack, and that has no replica of the partition. */
  isFar(memberId: string, partition: TopicPartition): boolean {
    const member = this.#members.get(memberId);
    return this.matter && member !== undefined && !isNear(member, this.#racksOf(partition));
  }

  /** The first member from this place on, around the ring, in a rack with a replica; -1 when there is none. */
  indexOfNear(partition: TopicPartition, ring: readonly string[], from: number): number {
    const racks = this.#racksOf(partition);
    for (let step = 0; step < ring.length; step += 1) {
      const index = (from + step) % ring.length;
      const rackId = this.#members.get(ring[index] ?? '')?.rackId ?? null;
      if (isRack(rackId) && racks.includes(rackId)) return index;
    }
    return -1;
  }

  /** Those that few members are near to come first. */
  rarestFirst(partitions: readonly TopicPartition[]): TopicPartition[] {
    if (this.#memberCounts.size === 0) return [...partitions];
    const count = (one: TopicPartition): number => {
      let near = 0;
      for (const rack of new Set(this.#racksOf(one))) near += this.#memberCounts.get(rack) ?? 0;
      return near;
    };
    return [...partitions].sort((left, right) => count(left) - count(right));
  }

  #racksOf({ topic, partition }: TopicPartition): readonly string[] {
    return this.#topics.get(topic)?.[partition] ?? [];
  }
}
