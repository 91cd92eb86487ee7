import { createTopic, type KafkaCluster } from '@sluice/testing-services';

/** A topic whose records have the time at which the broker appended them. */
export async function createTimedTopic(kafka: KafkaCluster, topic: string): Promise<void> {
  const configs = { 'message.timestamp.type': 'LogAppendTime' };
  await createTopic(kafka.bootstrapServers, { topic, partitions: 1, configs });
}

/** What a share of the latencies is not above. */
export function quantile(latencies: readonly number[], share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
