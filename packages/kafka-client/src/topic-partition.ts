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
