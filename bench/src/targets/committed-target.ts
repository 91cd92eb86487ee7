import type { KafkaCluster } from '@sluice/testing-services';
import { readRecords } from './read-records.ts';
import type { Target } from './target.ts';
import { createTopicTarget } from './topic-target.ts';

/** A new topic with one partition: the end of transactions takes offsets too, so that records are counted by reading them. */
export async function createCommittedTarget(kafka: KafkaCluster, topic: string): Promise<Target> {
  const target = await createTopicTarget(kafka, topic);
  const count = async (): Promise<number> => {
    let records = 0;
    await readRecords(kafka.bootstrapServers, [topic], () => (records += 1));
    return records;
  };
  return { ...target, count };
}
