import type { produceApi, RequestOf, ResponseInputOf } from '@sluice/kafka-protocol';

type Produce = RequestOf<typeof produceApi>;
type ProduceAnswer = ResponseInputOf<typeof produceApi>;
type TopicData = Produce['topicData'][number];
type PartitionAnswer = ProduceAnswer['responses'][number]['partitionResponses'][number];

/** What is sent to one partition; the topic has a name or an id, by the version of the request. */
export interface SentBatch {
  readonly name: string;
  readonly topicId: string;
  readonly index: number;
  readonly bytes: Buffer;
}

/** Answers each partition of a request. */
export function answerBatches(
  { topicData }: Produce,
  answer: (batch: SentBatch) => Omit<PartitionAnswer, 'index'>,
): ProduceAnswer {
  const partitionResponses = ({ name, topicId, partitionData }: TopicData): PartitionAnswer[] =>
    partitionData.map(({ index, records }) => ({
      index,
      ...answer({ name, topicId, index, bytes: records ?? Buffer.alloc(0) }),
    }));
  return {
    responses: topicData.map((topic) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitionResponses: partitionResponses(topic),
    })),
  };
}

/** Refuses every partition of a request. */
export function refuseBatches(
  errorCode: number,
  more: Partial<PartitionAnswer> = {},
): (request: Produce) => ProduceAnswer {
  return (request) => answerBatches(request, () => ({ errorCode, baseOffset: -1n, ...more }));
}
