import { initProducerIdApi, metadataApi, produceApi, type ResponseInputOf } from '@sluice/kafka-protocol';
import { answerBatches } from './produce-answers.ts';
import { ScriptedBroker } from './scripted-broker.ts';

/** Two brokers, each leading one partition of topic `t`: node 1 partition 0, node 2 partition 1. Both take all records. */
export class TwoBrokers {
  readonly brokers: readonly [ScriptedBroker, ScriptedBroker];
  topicId: string;

  static async start(topicId: string): Promise<TwoBrokers> {
    return new TwoBrokers([await ScriptedBroker.start(), await ScriptedBroker.start()], topicId);
  }

  private constructor(brokers: readonly [ScriptedBroker, ScriptedBroker], topicId: string) {
    this.brokers = brokers;
    this.topicId = topicId;
    for (const broker of brokers) {
      broker
        .on(metadataApi, () => this.#metadata())
        .on(initProducerIdApi, () => ({ errorCode: 0, producerId: 7n, producerEpoch: 0 }))
        .on(produceApi, (request) => answerBatches(request, () => ({ errorCode: 0, baseOffset: 0n })));
    }
  }

  endpoint(nodeId: 1 | 2): { nodeId: number; host: string; port: number } {
    return { nodeId, host: '127.0.0.1', port: this.brokers[nodeId - 1]?.port ?? 0 };
  }

  async stop(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.stop()));
  }

  #metadata(): ResponseInputOf<typeof metadataApi> {
    const partition = (partitionIndex: number) => ({
      partitionIndex,
      errorCode: 0,
      leaderId: partitionIndex + 1,
      leaderEpoch: 1,
      replicaNodes: [1, 2],
      isrNodes: [1, 2],
    });
    const topic = {
      name: 't',
      topicId: this.topicId,
      errorCode: 0,
      partitions: [partition(0), partition(1)],
    };
    return { brokers: [this.endpoint(1), this.endpoint(2)], controllerId: 1, topics: [topic] };
  }
}
