import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  errorCodes,
  fetchApi,
  findCoordinatorApi,
  initProducerIdApi,
  listOffsetsApi,
  metadataApi,
  offsetForLeaderEpochApi,
  produceApi,
  zeroUuid,
  type ErrorName,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { FetchSessions, type SessionPartition } from './fetch-sessions.ts';
import { answerBatches } from './produce-answers.ts';
import { ScriptedBroker } from './scripted-broker.ts';
import { StoredLog } from './stored-log.ts';

interface Answer {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly highWatermark: bigint;
  readonly abortedTransactions: null;
  readonly records: Buffer;
  readonly preferredReadReplica?: number;
  readonly currentLeader?: { readonly leaderId: number; readonly leaderEpoch: number };
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: bigint };
}

const emptyFetchMs = 5;

function isNews({ toldHighWatermark }: SessionPartition, answer: Answer): boolean {
  const { errorCode, highWatermark, records, preferredReadReplica, divergingEpoch } = answer;
  if (errorCode !== 0 || records.length > 0 || Number(highWatermark) !== toldHighWatermark) return true;
  return preferredReadReplica !== undefined || divergingEpoch !== undefined;
}

/** What the brokers of a cluster share. */
class LogCluster {
  readonly topicIds = new Map<string, string>();
  readonly partitionCounts = new Map<string, number>();
  readonly logs = new Map<string, StoredLog>();
  readonly nodes: { readonly nodeId: number; readonly host: string; readonly port: number }[] = [];
  leaderId = 1;
  leaderEpoch = 0;
  preferredReplica: number | null = null;
}

/** A broker with its logs in memory, and its answers to metadata, produce and fetch requests. */
export class LogBroker {
  readonly script: ScriptedBroker;
  readonly nodeId: number;
  readonly sessions = new FetchSessions();
  readonly #cluster: LogCluster;

  static async start(topics: Readonly<Record<string, number>>): Promise<LogBroker> {
    const cluster = new LogCluster();
    for (const [topic, partitions] of Object.entries(topics)) cluster.partitionCounts.set(topic, partitions);
    return new LogBroker(await ScriptedBroker.start(), cluster);
  }

  private constructor(script: ScriptedBroker, cluster: LogCluster) {
    this.script = script;
    this.nodeId = cluster.nodes.length + 1;
    this.#cluster = cluster;
    cluster.nodes.push({ nodeId: this.nodeId, host: '127.0.0.1', port: script.port });
    script
      .on(metadataApi, (request) => this.metadata(request))
      .on(produceApi, (request) => this.#produce(request))
      .on(fetchApi, (request, version) => this.fetch(request, version))
      .on(listOffsetsApi, (request) => this.#listOffsets(request))
      .on(offsetForLeaderEpochApi, (request) => this.#epochEnds(request))
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

  /** Another broker of the same cluster, with the same logs. */
  async addNode(): Promise<LogBroker> {
    return new LogBroker(await ScriptedBroker.start(), this.#cluster);
  }

  /** Has this node lead all partitions, in the next epoch or the one given. */
  lead(epoch: number = this.#cluster.leaderEpoch + 1): void {
    this.#cluster.leaderId = this.nodeId;
    this.#cluster.leaderEpoch = epoch;
  }

  preferNone(): void {
    this.#cluster.preferredReplica = null;
  }

  /** Has the leader send who tells its rack to this node. */
  bePreferred(): void {
    this.#cluster.preferredReplica = this.nodeId;
  }

  setPartitions(topic: string, count: number): void {
    this.#cluster.partitionCounts.set(topic, count);
  }

  /** Deletes the topic with its records, and makes one of the same name. */
  recreate(topic: string): void {
    this.#cluster.topicIds.delete(topic);
    for (const key of this.#cluster.logs.keys())
      if (key.startsWith(`${topic}:`)) this.#cluster.logs.delete(key);
  }

  topicId(topic: string): string {
    const id = this.#cluster.topicIds.get(topic) ?? randomBytes(16).toString('base64url');
    this.#cluster.topicIds.set(topic, id);
    return id;
  }

  /** Appends a batch; returns its base offset. */
  append(topic: string, partition: number, batch: Buffer): number {
    return this.log(topic, partition).append(batch, this.#cluster.leaderEpoch);
  }

  /** The values in a partition, as text. */
  values(topic: string, partition = 0): string[] {
    return this.log(topic, partition).values();
  }

  log(topic: string, partition: number): StoredLog {
    const key = `${topic}:${partition}`;
    const log = this.#cluster.logs.get(key) ?? new StoredLog();
    this.#cluster.logs.set(key, log);
    return log;
  }

  metadata({ topics }: RequestOf<typeof metadataApi>): ResponseInputOf<typeof metadataApi> {
    const names = topics?.map(({ name }) => name ?? '') ?? [...this.#cluster.partitionCounts.keys()];
    return { brokers: this.#cluster.nodes, controllerId: 1, topics: names.map((name) => this.#topic(name)) };
  }

  async stop(): Promise<void> {
    await this.script.stop();
  }

  get #self(): { nodeId: number; host: string; port: number } {
    return { nodeId: this.nodeId, host: '127.0.0.1', port: this.script.port };
  }

  #topic(name: string): ResponseInputOf<typeof metadataApi>['topics'][number] {
    const count = this.#cluster.partitionCounts.get(name);
    const partition = (partitionIndex: number) => ({
      partitionIndex,
      errorCode: 0,
      leaderId: this.#cluster.leaderId,
      leaderEpoch: this.#cluster.leaderEpoch,
      replicaNodes: this.#cluster.nodes.map(({ nodeId }) => nodeId),
      isrNodes: [this.#cluster.leaderId],
    });
    return {
      name,
      topicId: count === undefined ? zeroUuid : this.topicId(name),
      errorCode: count === undefined ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION : 0,
      partitions: Array.from({ length: count ?? 0 }, (_, index) => partition(index)),
    };
  }

  #produce(request: RequestOf<typeof produceApi>): ResponseInputOf<typeof produceApi> | 'silence' {
    const answer = answerBatches(request, ({ name, topicId, index, bytes }) => {
      const topic = name === '' ? this.#nameOf(topicId) : name;
      if (topic === undefined) return { errorCode: errorCodes.UNKNOWN_TOPIC_ID, baseOffset: -1n };
      return { errorCode: 0, baseOffset: BigInt(this.append(topic, index, bytes)) };
    });
    return request.acks === 0 ? 'silence' : answer;
  }

  async fetch(
    request: RequestOf<typeof fetchApi>,
    version: number,
  ): Promise<ResponseInputOf<typeof fetchApi>> {
    const { errorCode, sessionId, isIncremental, partitions } = this.sessions.handle(request, version);
    const answers = this.#answers(partitions, request);
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

  #answers(
    partitions: readonly SessionPartition[],
    { rackId, maxBytes }: RequestOf<typeof fetchApi>,
  ): { one: SessionPartition; answer: Answer }[] {
    let left = maxBytes;
    return partitions.map((one) => {
      const limits = { maxBytes: Math.min(left, one.maxBytes), atLeastOne: left === maxBytes };
      const answer = this.#answer(one, rackId, limits);
      left = Math.max(0, left - answer.records.length);
      return { one, answer };
    });
  }

  #answer(
    wanted: SessionPartition,
    rackId: string,
    limits: { maxBytes: number; atLeastOne: boolean },
  ): Answer {
    const { topic, topicId, partition, fetchOffset } = wanted;
    const name = topicId === zeroUuid ? topic : this.#nameOf(topicId);
    if (name === undefined) return this.#nothing(partition, 'UNKNOWN_TOPIC_ID');
    const wrongEpoch = this.#judgeEpoch(wanted.currentLeaderEpoch);
    if (wrongEpoch !== 'NONE') return this.#nothing(partition, wrongEpoch);
    const log = this.log(name, partition);
    const divergingEpoch = this.#divergence(log, wanted);
    if (divergingEpoch !== null) return { ...this.#nothing(partition, 'NONE'), divergingEpoch };
    if (fetchOffset > log.endOffset || fetchOffset < log.startOffset)
      return this.#nothing(partition, 'OFFSET_OUT_OF_RANGE');
    const highWatermark = BigInt(log.endOffset);
    const { preferredReplica, leaderId } = this.#cluster;
    if (preferredReplica !== null && this.nodeId === leaderId && rackId !== '') {
      return { ...this.#nothing(partition, 'NONE'), highWatermark, preferredReadReplica: preferredReplica };
    }
    return { ...this.#nothing(partition, 'NONE'), highWatermark, records: log.read(fetchOffset, limits) };
  }

  #divergence(log: StoredLog, wanted: SessionPartition): { epoch: number; endOffset: bigint } | null {
    const { lastFetchedEpoch, fetchOffset } = wanted;
    if (lastFetchedEpoch < 0) return null;
    const { leaderEpoch: epoch, endOffset } = log.endOfEpoch(lastFetchedEpoch, this.#cluster.leaderEpoch);
    const isSame = epoch >= lastFetchedEpoch && endOffset >= fetchOffset;
    return isSame ? null : { epoch, endOffset: BigInt(endOffset) };
  }

  #nothing(partitionIndex: number, error: ErrorName): Answer {
    const { leaderId, leaderEpoch } = this.#cluster;
    const isMoved = error === 'FENCED_LEADER_EPOCH';
    return {
      partitionIndex,
      errorCode: errorCodes[error],
      highWatermark: -1n,
      abortedTransactions: null,
      records: Buffer.alloc(0),
      ...(isMoved ? { currentLeader: { leaderId, leaderEpoch } } : {}),
    };
  }

  #judgeEpoch(epoch: number): ErrorName {
    if (epoch < 0 || epoch === this.#cluster.leaderEpoch) return 'NONE';
    return epoch < this.#cluster.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
  }

  #epochEnds({
    topics,
  }: RequestOf<typeof offsetForLeaderEpochApi>): ResponseInputOf<typeof offsetForLeaderEpochApi> {
    return {
      topics: topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
          const end = this.log(topic, partition).endOfEpoch(leaderEpoch, this.#cluster.leaderEpoch);
          const errorCode = errorCodes[this.#judgeEpoch(currentLeaderEpoch)];
          return { partition, errorCode, leaderEpoch: end.leaderEpoch, endOffset: BigInt(end.endOffset) };
        }),
      })),
    };
  }

  #nameOf(topicId: string): string | undefined {
    return [...this.#cluster.topicIds].find(([, id]) => id === topicId)?.[0];
  }

  #listOffsets({ topics }: RequestOf<typeof listOffsetsApi>): ResponseInputOf<typeof listOffsetsApi> {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: 0,
          offset: BigInt(this.#listed(this.log(name, partitionIndex), timestamp)),
        })),
      })),
    };
  }

  #listed({ startOffset, endOffset }: StoredLog, timestamp: bigint): number {
    if (timestamp === -1n) return endOffset;
    return timestamp === -2n ? startOffset : -1;
  }
}
