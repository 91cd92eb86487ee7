import type { produceApi, RequestInputOf, ResponseOf } from '@sluice/kafka-protocol';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import type { ProducerBatch } from '../accumulate/producer-batch.ts';

/** A batch and where it goes. */
export interface Shipment<T> {
  readonly queue: PartitionQueue<T>;
  readonly batch: ProducerBatch<T>;
  readonly bytes: Buffer;
}

export interface ProduceOptions {
  readonly transactionalId: string | null;
  readonly acks: number;
  readonly timeoutMs: number;
}

type TopicData = RequestInputOf<typeof produceApi>['topicData'][number];

/** One request for batches of different partitions. */
export function produceRequest<T>(
  shipments: readonly Shipment<T>[],
  options: ProduceOptions,
): RequestInputOf<typeof produceApi> {
  const byTopic = new Map<string, TopicData['partitionData'][number][]>();
  for (const { queue, bytes } of shipments) {
    const partitions = byTopic.get(queue.topic) ?? [];
    partitions.push({ index: queue.partition, records: bytes });
    byTopic.set(queue.topic, partitions);
  }
  const topicData = [...byTopic].map(([name, partitionData]): TopicData => ({ name, partitionData }));
  return { ...options, topicData };
}

/** What the broker says about one partition. */
export type PartitionAnswer = ResponseOf<
  typeof produceApi
>['responses'][number]['partitionResponses'][number];

/** The answer to each shipment; `undefined` where the broker passed it over. */
export function answersTo<T>(
  shipments: readonly Shipment<T>[],
  { responses }: ResponseOf<typeof produceApi>,
): (PartitionAnswer | undefined)[] {
  return shipments.map(({ queue }) =>
    responses
      .find(({ name }) => name === queue.topic)
      ?.partitionResponses.find(({ index }) => index === queue.partition),
  );
}
