import { Consumer, parseConsumerSettings } from '@sluice/kafka-client';
import type { KafkaCluster } from '@sluice/testing-services';
import type { Target } from './target.ts';
import { createTopicTarget } from './topic-target.ts';

const idleMs = 1000;

/** A new topic with one partition: the end of transactions takes offsets too, so that records are counted by reading them. */
export async function createCommittedTarget(kafka: KafkaCluster, topic: string): Promise<Target> {
  const target = await createTopicTarget(kafka, topic);
  return { ...target, count: () => countCommitted(kafka.bootstrapServers, topic) };
}

async function countCommitted(bootstrapServers: string, topic: string): Promise<number> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
  });
  const consumer = new Consumer(settings);
  try {
    consumer.assign([{ topic, partition: 0 }]);
    let count = 0;
    for (;;) {
      const { partitions } = await consumer.poll(idleMs);
      if (partitions.length === 0) return count;
      for (const partition of partitions) {
        const cursor = partition.records();
        while (cursor.next()) count += 1;
      }
    }
  } finally {
    await consumer.close(100);
  }
}
