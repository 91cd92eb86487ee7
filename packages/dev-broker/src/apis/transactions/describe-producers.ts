import { describeProducersApi, errorCodes, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { ProducerState } from '../../log/transactions/producer-table.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type Described = ResponseInputOf<typeof describeProducersApi>['topics'][number]['partitions'][number];

export const describeProducers = handleApi(describeProducersApi, {
  versions: [0, 0],
  notes: 'As a real broker.',
  async handle({ topics }, context) {
    return {
      topics: await Promise.all(
        topics.map(async ({ name, partitionIndexes }) => ({
          name,
          partitions: await Promise.all(
            partitionIndexes.map((partition) => describePartition(context, name, partition)),
          ),
        })),
      ),
    };
  },
});

async function describePartition(
  { broker }: RequestContext,
  name: string,
  partition: number,
): Promise<Described> {
  try {
    const topic = requireTopic(broker.topics, { name, id: '', byId: false });
    requirePartition(topic, partition);
    const { producers } = await topic.log(partition);
    return {
      partitionIndex: partition,
      errorCode: errorCodes.NONE,
      activeProducers: producers.map(([producerId, state]) => describeProducer(producerId, state)),
    };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { partitionIndex: partition, errorCode: errorCodes[error.error], activeProducers: [] };
  }
}

function describeProducer(producerId: number, state: ProducerState): Described['activeProducers'][number] {
  return {
    producerId: BigInt(producerId),
    producerEpoch: state.epoch,
    lastSequence: state.batches.at(-1)?.lastSequence ?? -1,
    lastTimestamp: BigInt(state.lastTimestamp),
    coordinatorEpoch: state.coordinatorEpoch ?? -1,
    currentTxnStartOffset: BigInt(state.transactionStart ?? -1),
  };
}
