import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  errorCodes,
  fetchApi,
  findCoordinatorApi,
  initProducerIdApi,
  iterateBatches,
  listOffsetsApi,
  metadataApi,
  produceApi,
  restampBatch,
  zeroUuid,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { FetchSessions, type SessionPartition } from './fetch-sessions.ts';
import { ScriptedBroker } from './scripted-broker.ts';

interface StoredBatch {
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly bytes: Buffer;
}

interface Answer {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly highWatermark: bigint;
  readonly abortedTransactions: null;
  readonly records: Buffer;
}

const emptyFetchMs = 5;

function isNews(
  { toldHighWatermark }: SessionPartition,
  { errorCode, highWatermark, records }: Answer,
): boolean {
  return errorCode !== 0 || records.length > 0 || Number(highWatermark) !== toldHighWatermark;
}

/** The logs of a broker in memory, and its answers to metadata, produce and fetch requests. */
export class LogBroker {
  readonly script: ScriptedBroker;
  readonly sessions = new FetchSessions();
  readonly #topicIds = new Map<string, string>();
  readonly #partitionCounts = new Map<string, number>();
  readonly #logs = new Map<string, StoredBatch[]>();

  static async start(topics: Readonly<Record<string, number>>): Promise<LogBroker> {
    return new LogBroker(await ScriptedBroker.start(), topics);
  }

  private constructor(script: ScriptedBroker, topics: Readonly<Record<string, number>>) {
    this.script = script;
    for (const [topic, partitions] of Object.entries(topics)) this.#partitionCounts.set(topic, partitions);
    script
      .on(metadataApi, (request) => this.metadata(request))
      .on(produceApi, (request) => this.#produce(request))
      .on(fetchApi, (request, version) => this.fetch(request, version))
      .on(listOffsetsApi, (request) => this.#listOffsets(request))
      .on(initProducerIdApi, () => ({ errorCode: 0, producerId: 7n, producerEpoch: 0 }))
      .on(findCoordinatorApi, ({ coordinatorKeys }) => ({
        coordinators: coordinatorKeys.map((key) => ({
          key,
          ...this.#self,
          errorCode: 0,
          errorMessage: null,
        })),
      }));
  }

  setPartitions(topic: string, count: number): void {
    this.#partitionCounts.set(topic, count);
  }

  /** Deletes the topic with its records, and makes one of the same name. */
  recreate(topic: string): void {
    this.#topicIds.delete(topic);
    for (const key of this.#logs.keys()) if (key.startsWith(`${topic}:`)) this.#logs.delete(key);
  }

  topicId(topic: string): string {
    const id = this.#topicIds.get(topic) ?? randomBytes(16).toString('base64url');
    this.#topicIds.set(topic, id);
    return id;
  }

  /** Appends a batch; returns its base offset. */
  append(topic: string, partition: number, batch: Buffer): number {
    const log = this.#log(topic, partition);
    const baseOffset = log.at(-1)?.endOffset ?? 0;
    const bytes = Buffer.from(batch);
    restampBatch(bytes, { baseOffset: BigInt(baseOffset), leaderEpoch: 0 });
    const [view] = iterateBatches(bytes);
    if (view === undefined) throw new Error('no whole batch');
    log.push({ baseOffset, endOffset: Number(view.lastOffset) + 1, bytes });
    return baseOffset;
  }

  sizeOf(topic: string, partition: number): number {
    return this.#log(topic, partition).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** The values in a partition, as text. */
  values(topic: string, partition = 0): string[] {
    const values: string[] = [];
    for (const { bytes } of this.#log(topic, partition)) {
      for (const view of iterateBatches(bytes)) {
        const cursor = view.records();
        while (cursor.next()) values.push(String(cursor.value));
      }
    }
    return values;
  }

  metadata({ topics }: RequestOf<typeof metadataApi>): ResponseInputOf<typeof metadataApi> {
    const names = topics?.map(({ name }) => name ?? '') ?? [...this.#partitionCounts.keys()];
    return { brokers: [{ ...this.#self }], controllerId: 1, topics: names.map((name) => this.#topic(name)) };
  }

  async stop(): Promise<void> {
    await this.script.stop();
  }

  get #self(): { nodeId: number; host: string; port: number } {
    return { nodeId: 1, host: '127.0.0.1', port: this.script.port };
  }

  #topic(name: string): ResponseInputOf<typeof metadataApi>['topics'][number] {
    const count = this.#partitionCounts.get(name);
    const partition = (partitionIndex: number) => ({
      partitionIndex,
      errorCode: 0,
      leaderId: 1,
      leaderEpoch: 0,
      replicaNodes: [1],
      isrNodes: [1],
    });
    return {
      name,
      topicId: count === undefined ? zeroUuid : this.topicId(name),
      errorCode: count === undefined ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION : 0,
      partitions: Array.from({ length: count ?? 0 }, (_, index) => partition(index)),
    };
  }

  #produce({
    topicData,
    acks,
  }: RequestOf<typeof produceApi>): ResponseInputOf<typeof produceApi> | 'silence' {
    const responses = topicData.map(({ name, partitionData }) => ({
      name,
      partitionResponses: partitionData.map(({ index, records }) => ({
        index,
        errorCode: 0,
        baseOffset: BigInt(this.append(name, index, records ?? Buffer.alloc(0))),
      })),
    }));
    return acks === 0 ? 'silence' : { responses };
  }

  async fetch(
    request: RequestOf<typeof fetchApi>,
    version: number,
  ): Promise<ResponseInputOf<typeof fetchApi>> {
    const { errorCode, sessionId, isIncremental, partitions } = this.sessions.handle(request, version);
    const answers = partitions.map((one) => ({ one, answer: this.#answer(one) }));
    const told = answers.filter(({ one, answer }) => !isIncremental || isNews(one, answer));
    if (told.every(({ answer }) => answer.records.length === 0)) await delay(emptyFetchMs);
    for (const { one, answer } of told) {
      one.toldHighWatermark = Number(answer.highWatermark);
      if (answer.records.length > 0) this.sessions.hadTurn(sessionId, one);
    }
    const responses = told.map(({ one: { topic, topicId }, answer }) => ({
      topic,
      topicId,
      partitions: [answer],
    }));
    return { errorCode, sessionId, responses };
  }

  #answer({ topic, topicId, partition, fetchOffset, maxBytes }: SessionPartition): Answer {
    const name = topicId === zeroUuid ? topic : this.#nameOf(topicId);
    const place = { partitionIndex: partition, abortedTransactions: null };
    if (name === undefined)
      return {
        ...place,
        errorCode: errorCodes.UNKNOWN_TOPIC_ID,
        highWatermark: -1n,
        records: Buffer.alloc(0),
      };
    return { ...place, ...this.#read(this.#log(name, partition), fetchOffset, maxBytes) };
  }

  #nameOf(topicId: string): string | undefined {
    return [...this.#topicIds].find(([, id]) => id === topicId)?.[0];
  }

  #read(
    log: readonly StoredBatch[],
    offset: number,
    maxBytes: number,
  ): { errorCode: number; highWatermark: bigint; records: Buffer } {
    const endOffset = log.at(-1)?.endOffset ?? 0;
    const errorCode = offset > endOffset ? errorCodes.OFFSET_OUT_OF_RANGE : 0;
    const wanted = log.filter((batch) => batch.endOffset > offset).map(({ bytes }) => bytes);
    const records = Buffer.concat(wanted).subarray(0, Math.max(maxBytes, wanted[0]?.length ?? 0));
    return { errorCode, highWatermark: BigInt(endOffset), records };
  }

  #listOffsets({ topics }: RequestOf<typeof listOffsetsApi>): ResponseInputOf<typeof listOffsetsApi> {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: 0,
          offset: timestamp === -2n ? 0n : BigInt(this.#log(name, partitionIndex).at(-1)?.endOffset ?? 0),
        })),
      })),
    };
  }

  #log(topic: string, partition: number): StoredBatch[] {
    const key = `${topic}:${partition}`;
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = [];
      this.#logs.set(key, log);
    }
    return log;
  }
}
