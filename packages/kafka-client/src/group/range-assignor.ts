import type { TopicPartition } from '../topic-partition.ts';

/** A member of the group and the topics it wants. */
export interface Subscriber {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
}

/**
 * Gives every subscriber of a topic a run of its partitions, as Kafka's RangeAssignor does: subscribers in order,
 * the first ones with one partition more where it does not come out even. Topics with equally many partitions and the
 * same subscribers are divided alike, so that partitions of the same number meet at one subscriber.
 */
export function assignRanges(
  partitionCounts: ReadonlyMap<string, number>,
  subscribers: readonly Subscriber[],
): Map<string, TopicPartition[]> {
  const assignment = new Map(subscribers.map(({ memberId }) => [memberId, [] as TopicPartition[]]));
  const inOrder = [...subscribers].sort(compareSubscribers);
  for (const [topic, count] of partitionCounts) {
    const interested = inOrder.filter(({ topics }) => topics.includes(topic));
    const evenShare = Math.floor(count / interested.length);
    const extra = count % interested.length;
    let next = 0;
    for (const [index, { memberId }] of interested.entries()) {
      const end = next + evenShare + (index < extra ? 1 : 0);
      for (; next < end; next += 1) assignment.get(memberId)?.push({ topic, partition: next });
    }
  }
  return assignment;
}

/** Static members come first, by instance id; then the others, by member id. */
function compareSubscribers(left: Subscriber, right: Subscriber): number {
  if (left.groupInstanceId !== null && right.groupInstanceId !== null) {
    return compareText(left.groupInstanceId, right.groupInstanceId);
  }
  if (left.groupInstanceId !== null) return -1;
  if (right.groupInstanceId !== null) return 1;
  return compareText(left.memberId, right.memberId);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
