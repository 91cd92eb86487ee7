import type { Division, Subscriber } from './assignor.ts';
import { isNear, racksMatter } from './rack-rule.ts';

/** One topic while it is divided: what is left of it, and how much more every member may get. */
export class TopicShares {
  readonly topic: string;
  /** Those who want the topic, in order. */
  readonly members: readonly Subscriber[];
  readonly partitionCount: number;
  readonly racksMatter: boolean;
  readonly #racks: readonly (readonly string[])[];
  readonly #left: Set<number>;
  readonly #taken = new Map<string, number>();
  readonly #evenShare: number;
  #extrasLeft: number;

  constructor(topic: string, racks: readonly (readonly string[])[], inOrder: readonly Subscriber[]) {
    this.topic = topic;
    this.members = inOrder.filter(({ topics }) => topics.includes(topic));
    this.partitionCount = racks.length;
    this.racksMatter = racksMatter(this.members, racks);
    this.#racks = racks;
    this.#left = new Set(racks.keys());
    const memberCount = Math.max(1, this.members.length);
    this.#evenShare = Math.floor(racks.length / memberCount);
    this.#extrasLeft = racks.length % memberCount;
  }

  /** How many partitions a member may get now. */
  room({ memberId }: Subscriber): number {
    const share = this.#evenShare + (this.#extrasLeft > 0 ? 1 : 0);
    return Math.max(0, share - (this.#taken.get(memberId) ?? 0));
  }

  isNear(member: Subscriber, partition: number): boolean {
    return isNear(member, this.#racks[partition]);
  }

  give(member: Subscriber, partitions: readonly number[], division: Division): void {
    const taken = (this.#taken.get(member.memberId) ?? 0) + partitions.length;
    this.#taken.set(member.memberId, taken);
    if (partitions.length > 0 && taken > this.#evenShare) this.#extrasLeft -= 1;
    for (const partition of partitions) {
      this.#left.delete(partition);
      division.get(member.memberId)?.push({ topic: this.topic, partition });
    }
  }

  /** Gives each member in turn a run of what is left, as far as it has room. */
  giveRanges(division: Division, may: (member: Subscriber, partition: number) => boolean): void {
    for (const member of this.members) {
      const wanted = [...this.#left].filter((partition) => may(member, partition));
      this.give(member, wanted.slice(0, this.room(member)), division);
    }
  }
}
