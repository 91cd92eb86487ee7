import { partitionKey, type TopicPartition } from '../../../topic-partition.ts';
import type { Division, Subscriber, TopicRacks } from '../assignor.ts';
import { EqualSubscriptions } from './equal-subscriptions.ts';
import { MixedSubscriptions } from './mixed-subscriptions.ts';

export interface StickyDivision {
  readonly division: Division;
  /** Of partitions that another member has to give up first, the member that is to get them. */
  readonly moving: ReadonlyMap<string, string>;
}

/** As balanced as it can be, and of such divisions one in which members keep as much as possible (KIP-54). */
export function divideSticky(allTopics: TopicRacks, subscribers: readonly Subscriber[]): StickyDivision {
  if (subscribers.length === 0) return { division: new Map(), moving: new Map() };
  const wanted = new Set(subscribers.flatMap((one) => one.topics));
  const topics = new Map([...allTopics].filter(([topic]) => wanted.has(topic)));
  if (wantTheSame(subscribers)) return new EqualSubscriptions(topics, subscribers).divide();
  const division = new MixedSubscriptions(topics, subscribers).divide();
  return { division, moving: movingBetween(subscribers, division) };
}

function wantTheSame([first, ...others]: readonly Subscriber[]): boolean {
  const topics = new Set(first?.topics);
  return others.every((one) => one.topics.length === topics.size && one.topics.every((t) => topics.has(t)));
}

/** Partitions that one member owns and another one, that did not, gets. */
function movingBetween(subscribers: readonly Subscriber[], division: Division): Map<string, string> {
  const added = new Map<string, string>();
  for (const { memberId, owned } of subscribers) {
    const ownedKeys = new Set(owned.map(keyOf));
    for (const one of division.get(memberId) ?? [])
      if (!ownedKeys.has(keyOf(one))) added.set(keyOf(one), memberId);
  }
  const moving = new Map<string, string>();
  for (const { memberId, owned } of subscribers) {
    for (const key of owned.map(keyOf)) {
      const newOwner = added.get(key);
      if (newOwner !== undefined && newOwner !== memberId) moving.set(key, newOwner);
    }
  }
  return moving;
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}
