import {
  addPartitionsToTxnApi,
  createTopicsApi,
  endTxnApi,
  fetchApi,
  initProducerIdApi,
  iterateBatches,
  produceApi,
  readTransactionMarker,
  type RecordBatchView,
} from '@sluice/kafka-protocol';
import { defaultSettings, type DevBroker } from '../src/dev-broker-options.ts';
import { startOn } from '../src/dev-broker.ts';
import { makeBatch } from '../src/log/fixtures/make-batch.ts';
import { RawClient } from '../src/network/fixtures/raw-client.ts';
import { MemoryStorage } from '../src/storage/memory-storage.ts';
import { CrashingStorage } from './crashing-storage.ts';

export interface Producer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** What a request came to: an error of Kafka, or null where it was not answered. */
export type Outcome = number | null;

const topic = 't';
export const partitionCount = 2;

/** A broker on a disk of its own, with a client, to be crashed. */
export class BrokerUnderTest {
  readonly #disk = new MemoryStorage();
  #storage = new CrashingStorage(this.#disk);
  #broker: DevBroker | null = null;
  #client: RawClient | null = null;

  static async start(): Promise<BrokerUnderTest> {
    const started = new BrokerUnderTest();
    await started.#start();
    const configs = [{ name: 'segment.bytes', value: '1048576' }];
    const wanted = {
      name: topic,
      numPartitions: partitionCount,
      replicationFactor: 1,
      assignments: [],
      configs,
    };
    await started.client.call(createTopicsApi, 6, { topics: [wanted] });
    return started;
  }

  get client(): RawClient {
    if (this.#client === null) throw new Error('the broker does not run');
    return this.#client;
  }

  async stop(): Promise<void> {
    this.#client?.close();
    await this.#broker?.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.#start();
  }

  /** Whatever is under way may have arrived or not; the disk may end with a part of a batch. */
  async crash(tornBytes: number): Promise<void> {
    const ended = this.#broker;
    this.#storage.crash();
    this.#client?.close();
    await ended?.stop().catch(() => undefined);
    if (tornBytes > 0) await this.#tear(tornBytes);
    await this.#start();
  }

  /** Null where the answer did not come. */
  async init(transactionalId: string): Promise<Producer | null> {
    const transaction = { transactionalId, transactionTimeoutMs: 600_000 };
    return this.client.call(initProducerIdApi, 4, transaction).catch(() => null);
  }

  async add(transactionalId: string, producer: Producer, partition: number): Promise<Outcome> {
    const answer = await this.client
      .call(addPartitionsToTxnApi, 3, {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producer.producerId,
        v3AndBelowProducerEpoch: producer.producerEpoch,
        v3AndBelowTopics: [{ name: topic, partitions: [partition] }],
      })
      .catch(() => null);
    return answer?.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode ?? null;
  }

  async end(transactionalId: string, producer: Producer, committed: boolean): Promise<Outcome> {
    const answer = await this.client
      .call(endTxnApi, 4, { transactionalId, ...producer, committed })
      .catch(() => null);
    return answer?.errorCode ?? null;
  }

  async produce(
    partition: number,
    value: string,
    transaction?: Producer & { transactionalId: string; sequence: number },
  ): Promise<{ errorCode: number; offset: number } | null> {
    const header =
      transaction === undefined
        ? {}
        : {
            producerId: transaction.producerId,
            producerEpoch: transaction.producerEpoch,
            baseSequence: transaction.sequence,
            transactional: true,
          };
    const { bytes } = makeBatch({ values: [value], ...header });
    const answer = await this.client
      .call(produceApi, 9, {
        transactionalId: transaction?.transactionalId ?? null,
        acks: -1,
        timeoutMs: 1000,
        topicData: [{ name: topic, partitionData: [{ index: partition, records: bytes }] }],
      })
      .catch(() => null);
    const result = answer?.responses[0]?.partitionResponses[0];
    return result === undefined ? null : { errorCode: result.errorCode, offset: Number(result.baseOffset) };
  }

  /** Values by offset as a consumer sees them that reads all, or what is committed. */
  async read(partition: number, isolation: 'all' | 'committed'): Promise<Map<number, string>> {
    const values = new Map<number, string>();
    const aborting = new Set<bigint>();
    for (let offset = 0; ;) {
      const partitions = [{ partition, fetchOffset: BigInt(offset), partitionMaxBytes: 1_000_000 }];
      const answer = await this.client.call(fetchApi, 11, {
        maxWaitMs: 0,
        minBytes: 0,
        isolationLevel: isolation === 'all' ? 0 : 1,
        topics: [{ topic, partitions }],
      });
      const result = answer.responses[0]?.partitions[0];
      const records = result?.records ?? Buffer.alloc(0);
      if (result === undefined || records.length === 0) return values;
      const reading = { upcoming: [...(result.abortedTransactions ?? [])], aborting, values };
      for (const batch of iterateBatches(records)) {
        readBatch(batch, reading, isolation === 'all');
        offset = Number(batch.lastOffset) + 1;
      }
    }
  }

  async #start(): Promise<void> {
    const storage = new CrashingStorage(this.#disk);
    this.#storage = storage;
    this.#broker = await startOn(defaultSettings, () => Promise.resolve(storage));
    this.#client = await RawClient.connect(this.#broker.port);
  }

  async #tear(bytes: number): Promise<void> {
    const torn = makeBatch({ values: ['torn'] }).bytes;
    for (const name of await this.#disk.list('topics')) {
      const folder = `topics/${name}/0`;
      const last = (await this.#disk.list(folder))
        .filter((file) => file.endsWith('.log'))
        .sort()
        .at(-1);
      if (last === undefined) continue;
      const file = await this.#disk.open(`${folder}/${last}`);
      await file.append([torn.subarray(0, Math.min(bytes, torn.length - 1))]);
    }
  }
}

interface Reading {
  readonly upcoming: { producerId: bigint; firstOffset: bigint }[];
  readonly aborting: Set<bigint>;
  readonly values: Map<number, string>;
}

function readBatch(batch: RecordBatchView, reading: Reading, readsAll: boolean): void {
  const { upcoming, aborting, values } = reading;
  if (!batch.verifyCrc()) throw new Error(`damaged at ${batch.baseOffset}`);
  for (const each of upcoming) if (each.firstOffset <= batch.lastOffset) aborting.add(each.producerId);
  if (batch.isControl) return readMarker(batch, reading);
  if (!readsAll && batch.isTransactional && aborting.has(batch.producerId)) return;
  const cursor = batch.records();
  while (cursor.next()) values.set(cursor.offsetNumber, cursor.value?.toString() ?? '');
}

function readMarker(batch: RecordBatchView, { upcoming, aborting }: Reading): void {
  const cursor = batch.records();
  if (!cursor.next() || readTransactionMarker(cursor)?.outcome !== 'abort') return;
  aborting.delete(batch.producerId);
  const at = upcoming.findIndex((each) => each.producerId === batch.producerId);
  if (at >= 0) upcoming.splice(at, 1);
}
