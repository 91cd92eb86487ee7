import { createTopic, deleteTopic, fetchEndOffset } from '@sluice/testing-services';
import type { KafkaCluster } from '@sluice/testing-services';
import type { Target } from './target.ts';

/** A new topic with one partition. Its end offset is both progress and count. */
export async function createTopicTarget(kafka: KafkaCluster, topic: string): Promise<Target> {
  const port = kafka.brokers[0]?.port ?? 0;
  const endOffset = async (): Promise<number> => Number(await fetchEndOffset(port, { topic }));
  await createTopic(kafka.bootstrapServers, { topic, partitions: 1 });
  return { progress: endOffset, count: endOffset, remove: () => deleteTopic(kafka.bootstrapServers, topic) };
}
