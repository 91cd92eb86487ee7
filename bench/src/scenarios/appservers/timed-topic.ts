import { randomUUID } from 'node:crypto';
import { Consumer, parseConsumerSettings } from '@sluice/kafka-client';
import { createTopic, fetchEndOffset, type KafkaCluster } from '@sluice/testing-services';

/** A topic whose records have the time at which the broker appended them. */
export async function createTimedTopic(kafka: KafkaCluster, topic: string): Promise<void> {
  const configs = { 'message.timestamp.type': 'LogAppendTime' };
  await createTopic(kafka.bootstrapServers, { topic, partitions: 1, configs });
}

/** Gets the value of each record and when it was appended, in milliseconds since 1970. */
export type TimedReader = (value: string, appendedAtMs: number) => void;

/** Reads what such a topic has now. */
export async function readTimedTopic(kafka: KafkaCluster, topic: string, read: TimedReader): Promise<void> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': `bench-${randomUUID()}`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
  });
  const expected = Number(await fetchEndOffset(kafka.brokers[0]?.port ?? 0, { topic }));
  const consumer = new Consumer(settings);
  try {
    consumer.subscribe([topic]);
    let records = 0;
    while (records < expected) {
      const { partitions, recordCount } = await consumer.poll(1000);
      records += recordCount;
      for (const partition of partitions) {
        const cursor = partition.records();
        while (cursor.next()) read(cursor.value?.toString('utf8') ?? '', cursor.timestampMs);
      }
    }
  } finally {
    await consumer.close();
  }
}

/** What a share of the latencies is not above. */
export function quantile(latencies: readonly number[], share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
