export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Unique for each partition: topic names have no colon. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}

export function formatPartition({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** The partition numbers of each topic. */
export function partitionsByTopic(
  partitions: readonly TopicPartition[],
): [topic: string, numbers: number[]][] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const numbers = topics.get(topic);
    if (numbers === undefined) topics.set(topic, [partition]);
    else numbers.push(partition);
  }
  return [...topics];
}
