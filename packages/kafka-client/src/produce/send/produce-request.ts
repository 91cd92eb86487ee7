import type { produceApi, RequestInputOf, ResponseOf } from '@sluice/kafka-protocol';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import type { ProducerBatch } from '../accumulate/producer-batch.ts';

/** A batch and where it goes. */
export interface Shipment<T> {
  readonly queue: PartitionQueue<T>;
  readonly batch: ProducerBatch<T>;
  readonly bytes: Buffer;
  /** All zeros where brokers do not tell ids. */
  readonly topicId: string;
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
  const topics = new Map<string, TopicData & { partitionData: TopicData['partitionData'][number][] }>();
  for (const { queue, bytes, topicId } of shipments) {
    const topic = topics.get(queue.topic) ?? { name: queue.topic, topicId, partitionData: [] };
    topic.partitionData.push({ index: queue.partition, records: bytes });
    topics.set(queue.topic, topic);
  }
  return { ...options, topicData: [...topics.values()] };
}

/** What the broker says about one partition. */
export type PartitionAnswer = ResponseOf<
  typeof produceApi
>['responses'][number]['partitionResponses'][number];

/** The answer to each shipment; `undefined` where the broker passed it over. From version 13 on it names topics by id. */
export function answersTo<T>(
  shipments: readonly Shipment<T>[],
  { responses }: ResponseOf<typeof produceApi>,
): (PartitionAnswer | undefined)[] {
  return shipments.map(({ queue, topicId }) =>
    responses
      .find((topic) => (topic.name === '' ? topic.topicId === topicId : topic.name === queue.topic))
      ?.partitionResponses.find(({ index }) => index === queue.partition),
  );
}
