import {
  errorCodes,
  produceApi,
  ProtocolError,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { admitBatch } from '../../transactions/admit-batch.ts';
import { checkProducedBatch } from '../../log/produced-batch.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type ProduceRequest = RequestOf<typeof produceApi>;
type TopicData = ProduceRequest['topicData'][number];
type PartitionData = TopicData['partitionData'][number] & { readonly transactionalId: string | null };
type PartitionResult = ResponseInputOf<typeof produceApi>['responses'][number]['partitionResponses'][number];

const firstVersionWithTopicIds = 13;

export const produce = handleApi(produceApi, {
  versions: [3, 13],
  notes:
    'With acks 1 and all, data has reached the operating system. From version 12 on a partition becomes part of the transaction by it.',
  refuse: ({ topicData }, errorCode) => ({
    responses: topicData.map(({ name, topicId, partitionData }) => ({
      name,
      topicId,
      partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: -1n })),
    })),
  }),
  async handle({ acks, transactionalId, topicData }, context) {
    const produceAll = acks === 0 || acks === 1 || acks === -1 ? produceTo : refuseAcks;
    const responses = await Promise.all(
      topicData.map(async (topic) => ({
        name: topic.name,
        topicId: topic.topicId,
        partitionResponses: await Promise.all(
          topic.partitionData.map((partition) =>
            produceAll(context, topic, { ...partition, transactionalId }),
          ),
        ),
      })),
    );
    if (acks !== 0) return { responses };
    const failed = responses
      .flatMap((each) => each.partitionResponses)
      .find(({ errorCode }) => errorCode !== 0);
    // A producer that wants no answer learns in no other way that it should ask for the topic again.
    if (failed !== undefined) throw new ProtocolError(failed.errorMessage ?? 'records could not be written');
    return null;
  },
});

type ProducePartition = (
  context: RequestContext,
  topic: TopicData,
  partition: PartitionData,
) => Promise<PartitionResult>;

const produceTo: ProducePartition = async (context, topicData, { index, records, transactionalId }) => {
  try {
    const { broker, version } = context;
    const byId = version >= firstVersionWithTopicIds;
    const topic = requireTopic(broker.topics, { name: topicData.name, id: topicData.topicId, byId });
    requirePartition(topic, index);
    if (records === null)
      throw new RequestError('INVALID_RECORD', 'The request has no records for the partition.');
    const batch = checkProducedBatch(records, {
      partitionName: `${topic.name}-${index}`,
      maxMessageBytes: topic.config.maxMessageBytes,
      maxTimestamp: broker.now() + topic.config.maxTimestampAheadMs,
      produceVersion: version,
      needsKeys: topic.config.logSettings.compacts,
    });
    const log = await topic.log(index);
    if (batch.isTransactional) {
      const partition = { topic: topic.name, partition: index };
      await admitBatch(broker.transactions, { batch, transactionalId, partition, version });
    }
    // Nothing is waited for between the admission and this.
    const { error, baseOffset, logAppendTimeMs } = await log.append(batch);
    return {
      index,
      errorCode: errorCodes[error],
      baseOffset: BigInt(baseOffset),
      logAppendTimeMs: BigInt(logAppendTimeMs),
      logStartOffset: error === 'NONE' ? BigInt(log.startOffset) : -1n,
    };
  } catch (error) {
    return refused(index, error, context);
  }
};

const refuseAcks: ProducePartition = (context, _topic, { index }) => {
  const error = new RequestError(
    'INVALID_REQUIRED_ACKS',
    'Produce request specified an invalid value for required acks.',
  );
  return Promise.resolve(refused(index, error, context));
};

function refused(index: number, error: unknown, { broker }: RequestContext): PartitionResult {
  if (error instanceof RequestError) {
    return { index, errorCode: errorCodes[error.error], baseOffset: -1n, errorMessage: error.message };
  }
  broker.log.error({ reason: String(error) }, 'a partition could not be opened');
  return { index, errorCode: errorCodes.KAFKA_STORAGE_ERROR, baseOffset: -1n, errorMessage: String(error) };
}
