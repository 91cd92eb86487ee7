import { partitionKey, type TopicPartition } from '../../../topic-partition.ts';
import { allPartitions, compareText, type Division, type Subscriber, type TopicRacks } from '../assignor.ts';
import { ownedPartitions } from './owned-partitions.ts';

interface Member {
  readonly memberId: string;
  readonly wanted: ReadonlySet<string>;
  /** Keys of what it owned before. */
  readonly owned: ReadonlySet<string>;
  /** What it has now, by topic. */
  readonly held: Map<string, TopicPartition[]>;
  count: number;
}

/** One step on the way of a partition more from one member to another. */
interface Step {
  readonly member: Member;
  readonly before: Step | null;
  /** The topic of which the member before hands a partition over. */
  readonly topic: string;
}

/**
 * The sticky division where members want different topics. It begins with what members own, gives what is left to those
 * with the least, and then moves partitions along chains of members as long as that evens out two of them: a division
 * that no such chain improves is as balanced as the subscriptions allow (an optimal semi-matching). Racks make no
 * difference here.
 */
export class MixedSubscriptions {
  readonly #members: readonly Member[];
  readonly #partitions: readonly TopicPartition[];

  constructor(topics: TopicRacks, subscribers: readonly Subscriber[]) {
    const { byMember } = ownedPartitions(topics, subscribers);
    this.#partitions = allPartitions(topics);
    this.#members = [...subscribers]
      .sort((left, right) => compareText(left.memberId, right.memberId))
      .map(({ memberId, topics: wanted }) => ({
        memberId,
        wanted: new Set(wanted),
        owned: new Set(byMember.get(memberId)?.map(keyOf)),
        held: new Map<string, TopicPartition[]>(),
        count: 0,
      }));
  }

  divide(): Division {
    const left = this.#partitions.filter((one) => !this.#keep(one));
    // What few can take comes first, while all of those still have room.
    const takers = new Map(left.map(({ topic }) => [topic, this.#takersOf(topic)]));
    const rank = ({ topic }: TopicPartition): number => takers.get(topic)?.length ?? 0;
    for (const one of [...left].sort((a, b) => rank(a) - rank(b))) {
      const taker = leastOf(takers.get(one.topic) ?? []);
      if (taker !== null) give(taker, one);
    }
    while (this.#improve());
    return new Map(
      this.#members.map(({ memberId, held }) => [memberId, [...held.values()].flat().sort(inOrder)]),
    );
  }

  #keep(one: TopicPartition): boolean {
    const owner = this.#members.find(({ owned, wanted }) => owned.has(keyOf(one)) && wanted.has(one.topic));
    if (owner !== undefined) give(owner, one);
    return owner !== undefined;
  }

  #takersOf(topic: string): Member[] {
    return this.#members.filter(({ wanted }) => wanted.has(topic));
  }

  /** Moves one partition more from a member to one with at least two fewer; false when there are no such two. */
  #improve(): boolean {
    const fullestFirst = [...this.#members].sort((left, right) => right.count - left.count);
    for (const from of fullestFirst) {
      const chain = this.#chainFrom(from);
      if (chain === null) continue;
      for (let step = chain; step.before !== null; step = step.before)
        hand(step.topic, step.before.member, step.member);
      return true;
    }
    return false;
  }

  /** The shortest chain to the emptiest member that can be reached, if it has at least two fewer. */
  #chainFrom(from: Member): Step | null {
    const queue: Step[] = [{ member: from, before: null, topic: '' }];
    const seen = new Set([from]);
    let best: Step | null = null;
    for (const step of queue) {
      if (from.count - step.member.count >= 2 && step.member.count < (best?.member.count ?? from.count))
        best = step;
      for (const topic of step.member.held.keys()) {
        for (const member of this.#takersOf(topic)) {
          if (seen.has(member)) continue;
          seen.add(member);
          queue.push({ member, before: step, topic });
        }
      }
    }
    return best;
  }
}

function give(member: Member, one: TopicPartition): void {
  const held = member.held.get(one.topic);
  if (held === undefined) member.held.set(one.topic, [one]);
  else held.push(one);
  member.count += 1;
}

/** Hands over what goes home if possible, else what is not the giver's own. */
function hand(topic: string, giver: Member, taker: Member): void {
  const held = giver.held.get(topic) ?? [];
  const one =
    held.find((each) => taker.owned.has(keyOf(each))) ??
    held.find((each) => !giver.owned.has(keyOf(each))) ??
    held.at(-1);
  if (one === undefined) return;
  held.splice(held.indexOf(one), 1);
  if (held.length === 0) giver.held.delete(topic);
  giver.count -= 1;
  give(taker, one);
}

function leastOf(members: readonly Member[]): Member | null {
  let least: Member | null = null;
  for (const one of members) if (least === null || one.count < least.count) least = one;
  return least;
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function inOrder(left: TopicPartition, right: TopicPartition): number {
  return compareText(left.topic, right.topic) || left.partition - right.partition;
}
