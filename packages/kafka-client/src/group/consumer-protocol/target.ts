/** The partitions of a member, by topic id. */
export type TopicIdPartitions = ReadonlyMap<string, readonly number[]>;

export interface TopicIdEntry {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export function toTarget(entries: readonly TopicIdEntry[]): TopicIdPartitions {
  return new Map(entries.map(({ topicId, partitions }) => [topicId, ascending(partitions)]));
}

export function toEntries(partitions: TopicIdPartitions): TopicIdEntry[] {
  return [...partitions].map(([topicId, numbers]) => ({ topicId, partitions: numbers }));
}

export function sameTarget(left: TopicIdPartitions, right: TopicIdPartitions): boolean {
  if (left.size !== right.size) return false;
  return [...left].every(([topicId, numbers]) => {
    const others = right.get(topicId);
    return others !== undefined && ascending(others).join() === ascending(numbers).join();
  });
}

function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((left, right) => left - right);
}
