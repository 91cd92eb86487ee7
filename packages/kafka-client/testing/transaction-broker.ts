import {
  addOffsetsToTxnApi,
  addPartitionsToTxnApi,
  apis,
  apiVersionsApi,
  endTxnApi,
  initProducerIdApi,
  iterateBatches,
  produceApi,
  txnOffsetCommitApi,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { LogBroker } from './log-broker.ts';

/** A broker in memory that coordinates transactions: whatever is asked, it grants, until a test says otherwise. */
export class TransactionBroker {
  readonly log: LogBroker;
  /** The epoch that the producer has now. */
  epoch = 0;

  static async start(transactionVersion: 1 | 2): Promise<TransactionBroker> {
    return new TransactionBroker(await LogBroker.start({ t: 2 }), transactionVersion);
  }

  private constructor(log: LogBroker, transactionVersion: 1 | 2) {
    this.log = log;
    const level = { minVersionLevel: transactionVersion, maxVersionLevel: transactionVersion };
    log.script
      .on(apiVersionsApi, () => ({
        errorCode: 0,
        apiKeys: apis.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
        finalizedFeatures: [{ name: 'transaction.version', ...level }],
        finalizedFeaturesEpoch: 1n,
      }))
      .on(initProducerIdApi, () => ({ errorCode: 0, producerId: 7n, producerEpoch: this.epoch++ }))
      .on(addPartitionsToTxnApi, (request) => grantPartitions(request, () => 0))
      .on(addOffsetsToTxnApi, () => ({ errorCode: 0 }))
      .on(txnOffsetCommitApi, (request) => answerOffsets(request, 0))
      .on(endTxnApi, (_request, version) =>
        version < 5 ? { errorCode: 0 } : { errorCode: 0, producerId: 7n, producerEpoch: this.epoch++ },
      );
  }

  /** The requests about transactions and records, by name, in their order. */
  get story(): string[] {
    const told = new Set<string>([
      'InitProducerId',
      'AddPartitionsToTxn',
      'AddOffsetsToTxn',
      'TxnOffsetCommit',
      'EndTxn',
      'Produce',
    ]);
    return this.log.script.received.map(({ api }) => api.name).filter((name) => told.has(name));
  }

  /** Epoch, first sequence number and kind of every batch that was sent. */
  get stamps(): { epoch: number; sequence: number; isTransactional: boolean }[] {
    return this.log.script.requestsOf(produceApi).flatMap(({ topicData }) =>
      topicData.flatMap(({ partitionData }) =>
        partitionData.flatMap(({ records }) =>
          [...iterateBatches(records ?? Buffer.alloc(0))].map((batch) => ({
            epoch: batch.producerEpoch,
            sequence: batch.baseSequence,
            isTransactional: batch.isTransactional,
          })),
        ),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.log.stop();
  }
}

export function grantPartitions(
  { v3AndBelowTopics }: RequestOf<typeof addPartitionsToTxnApi>,
  codeOf: (topic: string, partition: number) => number,
): ResponseInputOf<typeof addPartitionsToTxnApi> {
  return {
    resultsByTopicV3AndBelow: v3AndBelowTopics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({
        partitionIndex,
        partitionErrorCode: codeOf(name, partitionIndex),
      })),
    })),
  };
}

export function answerOffsets(
  { topics }: RequestOf<typeof txnOffsetCommitApi>,
  errorCode: number,
): ResponseInputOf<typeof txnOffsetCommitApi> {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}
