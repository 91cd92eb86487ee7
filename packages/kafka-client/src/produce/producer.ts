import { partitionOfKey } from '@sluice/kafka-protocol';
import type { ClientLog } from '../client-log.ts';
import { Cluster } from '../cluster/cluster.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import type { PartitionOffset } from '../group/group-offsets.ts';
import type { Metric } from '../metrics/metric.ts';
import type { ProducerSettings } from '../settings/producer-settings.ts';
import { delay } from '../timing/delay.ts';
import type { GroupMetadata } from '../transaction/group-metadata.ts';
import { isFatalToProducer } from '../transaction/transaction-verdict.ts';
import { Transactions } from '../transaction/transactions.ts';
import { Accumulator } from './accumulate/accumulator.ts';
import { batchOptions } from './accumulate/batch-options.ts';
import type { PartitionQueue } from './accumulate/partition-queue.ts';
import type { ProducerBatch } from './accumulate/producer-batch.ts';
import { sizeAboveLimit } from './accumulate/record-size-bound.ts';
import type { PartitioningOptions } from './accumulate/topic-queues.ts';
import { awaitTopic, type PrepareOptions } from './await-topic.ts';
import type { Delivery } from './delivery.ts';
import { Flushes } from './flushes.ts';
import { ProducerMetrics } from './producer-metrics.ts';
import type { ProducerRecord } from './producer-record.ts';
import { Room } from './room.ts';
import { ProducerIdentity } from './send/producer-identity.ts';
import { Readiness } from './send/readiness.ts';
import { Sender } from './send/sender.ts';
import { Sequencer } from './send/sequencer.ts';
import { Settlement, type Outcome } from './send/settlement.ts';
import { TopicsInUse } from './topics-in-use.ts';

const minPlentyBytes = 1024 * 1024;
const unbounded = (): number => Number.POSITIVE_INFINITY;

export interface ProducerOptions {
  readonly log?: ClientLog;
  /** From half of how many bytes on the producer is ahead, whatever brokers have to do. Default: no bound. */
  readonly maxBytes?: () => number;
}

/**
 * Sends records in batches. `T` is what the caller wants back with the news of each record's delivery.
 *
 * A topic is prepared once; then records are appended one by one, at once and without a promise each, and what became
 * of them is told batch by batch.
 */
export class Producer<T = undefined> {
  readonly #settings: ProducerSettings;
  readonly #cluster: Cluster;
  readonly #accumulator: Accumulator<T>;
  readonly #readiness: Readiness;
  readonly #settlement: Settlement<T>;
  readonly #sender: Sender<T>;
  readonly #flushes = new Flushes();
  readonly #metrics = new ProducerMetrics();
  readonly #room: Room;
  readonly #inUse: TopicsInUse;
  readonly #transactions: Transactions | null;
  readonly #maxRecordBytes: number;
  readonly #maxBytes: () => number;
  /** Why the producer takes nothing any more. */
  #failure: KafkaError | null = null;
  /** Why nothing can be appended now. */
  #refusal: KafkaError | null = null;
  /** Called once for every run of records sent together, acknowledged or failed; must not throw. */
  onDelivered: (delivery: Delivery<T>) => void = () => undefined;

  constructor(settings: ProducerSettings, { log, maxBytes }: ProducerOptions = {}) {
    this.#maxBytes = maxBytes ?? unbounded;
    this.#settings = settings;
    this.#maxRecordBytes = Math.min(settings['max.request.size'], settings['buffer.memory']);
    this.#cluster = new Cluster({
      settings,
      log,
      metricGroup: 'producer-metrics',
      allowAutoTopicCreation: true,
    });
    this.#cluster.onRefreshed = () => this.#refreshed();
    this.#accumulator = new Accumulator({
      batch: batchOptions(settings),
      partitioning: this.#partitioning(),
      maxBufferedBytes: settings['buffer.memory'],
      onBegun: ({ number }, topic) => {
        this.#flushes.added(number, 1);
        this.#inUse.used(topic);
      },
    });
    this.#room = new Room(this.#accumulator);
    const maxIdleMs = settings['metadata.max.idle.ms'];
    this.#inUse = new TopicsInUse({ cluster: this.#cluster, maxIdleMs });
    this.#readiness = new Readiness({
      lingerMs: settings['linger.ms'],
      deliveryTimeoutMs: settings['delivery.timeout.ms'],
      maxInFlight: settings['max.in.flight.requests.per.connection'],
    });
    this.#transactions = this.#newTransactions();
    const sequencer = new Sequencer<T>(this.#transactions ?? this.#newIdentity());
    const shared = { cluster: this.#cluster, settings, accumulator: this.#accumulator };
    const parts = { ...shared, readiness: this.#readiness, sequencer, metrics: this.#metrics };
    this.#settlement = new Settlement({
      ...parts,
      onSettled: (queue, batch, outcome) => this.#settled(queue, batch, outcome),
      onFailed: (error) => this.#batchFailed(error),
      onSplit: (batch, count) => this.#flushes.added(batch.number, count - 1),
    });
    this.#sender = new Sender({ ...parts, settlement: this.#settlement, transactions: this.#transactions });
    this.#refusal = this.#transactions?.refusal ?? null;
    this.#measure();
  }

  /**
   * Makes a topic known, as `append` needs. Waits while the topic, or the partition if one is given, may still appear,
   * at most `max.block.ms`.
   * @throws KafkaError when it does not appear or must not be written; the signal's reason when that aborts.
   */
  async prepare(topic: string, options: PrepareOptions = {}): Promise<void> {
    const timeoutMs = this.#settings['max.block.ms'];
    this.#inUse.used(topic);
    this.#accumulator.update(await awaitTopic(this.#cluster, topic, { ...options, timeoutMs }));
  }

  /** The number of partitions of a topic, `undefined` while it has to be prepared. */
  partitionCount(topic: string): number | undefined {
    return this.#accumulator.topic(topic)?.partitionCount;
  }

  /**
   * The partition that Kafka's default partitioner chooses for a key, whatever partitioner this producer has.
   * @throws RangeError for a topic that is not prepared.
   */
  partitionOfKey(topic: string, key: Uint8Array): number {
    const count = this.partitionCount(topic);
    if (count === undefined) throw new RangeError(`The topic ${topic} is not prepared`);
    return partitionOfKey(key, count);
  }

  /**
   * Takes a record, at once. False when it was not taken because `buffer.memory` is used up: await `drained`.
   * A record that is too large is reported to `onDelivered` before this returns.
   * @throws KafkaError when the topic is not prepared, no transaction is open where one is needed, or the producer is
   * closed or can send no more.
   * @throws RangeError for a timestamp that no record can have.
   */
  append(record: ProducerRecord, attachment: T): boolean {
    if (this.#refusal !== null) throw this.#refusal;
    const size = sizeAboveLimit(record, this.#maxRecordBytes);
    if (size > 0) {
      this.#refuse(record, attachment, size);
      return true;
    }
    const appended = this.#accumulator.append(record, attachment);
    if (appended === 'added') return true;
    return this.#appended(appended);
  }

  /** Whether `buffer.memory` is used up. */
  get isFull(): boolean {
    return this.#accumulator.isFull;
  }

  /**
   * For one caller at a time. Resolves when there is room again, at once when there is, or when the signal aborts.
   * @throws KafkaError after `max.block.ms`.
   */
  async drained(signal?: AbortSignal): Promise<void> {
    if (this.isFull) await this.#metrics.time('bufferpool-wait-time-ns-total', () => this.#drain(signal));
  }

  /**
   * Whether so much waits to be sent that brokers have work for some time: more would take memory and get nothing
   * there sooner.
   */
  get isAhead(): boolean {
    return this.#accumulator.usedBytes > this.#plentyBytes;
  }

  /** For one caller at a time. Resolves when brokers are about to run out of work, or when the signal aborts. */
  async caughtUp(signal?: AbortSignal): Promise<void> {
    await this.#room.until(this.#plentyBytes / 2, Number.POSITIVE_INFINITY, signal);
  }

  /** Sends what lingers, without waiting for it. */
  nudge(): void {
    this.#readiness.sendThrough = this.#accumulator.lastBatchNumber;
    this.#sender.sendDue();
  }

  /** Sends what lingers; resolves when all that was appended before is acknowledged or failed. */
  async flush(): Promise<void> {
    await this.#metrics.time('flush-time-ns-total', () => this.#flush());
  }

  /** What the producer counts of itself, by the names of Kafka's own producer. */
  metrics(): readonly Metric[] {
    return [...this.#metrics.metrics(), ...this.#cluster.metrics()];
  }

  /**
   * Needed once, before the first transaction: ends what an earlier producer of this `transactional.id` has left open,
   * and fences that producer. Like all that waits here it may be called again when `max.block.ms` was over.
   */
  async initTransactions(): Promise<void> {
    await this.#metrics.time('txn-init-time-ns-total', () => this.#transactional().init());
  }

  /** Opens a transaction: what is appended and sent from now on is seen by others as a whole, or not at all. */
  beginTransaction(): void {
    const startedMs = performance.now();
    this.#transactional().begin();
    this.#metrics.took('txn-begin-time-ns-total', startedMs);
  }

  /** Makes offsets of a group part of the transaction: they are committed with it. */
  async sendOffsetsToTransaction(offsets: readonly PartitionOffset[], group: GroupMetadata): Promise<void> {
    await this.#metrics.time('txn-send-offsets-time-ns-total', () =>
      this.#transactional().sendOffsets(offsets, group),
    );
  }

  /**
   * Flushes, and makes everything since `beginTransaction` visible.
   * @throws KafkaError when a record was not delivered: the transaction has to be aborted. `PRODUCER_FENCED` when
   * another producer with this id has taken over: this one has to be closed.
   */
  async commitTransaction(): Promise<void> {
    await this.#metrics.time('txn-commit-time-ns-total', () => this.#transactional().commit());
  }

  /** Fails what is not delivered, and drops everything since `beginTransaction`. */
  async abortTransaction(): Promise<void> {
    await this.#metrics.time('txn-abort-time-ns-total', () => this.#transactional().abort());
  }

  /** Flushes, or aborts the open transaction, for at most this long; what is left then fails. Ends all connections. */
  async close(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    this.#fail(new KafkaError(-1, 'The producer is closed'));
    this.#readiness.isHurried = true;
    const finished = new AbortController();
    const finishing = this.#finish().then(() => finished.abort());
    await Promise.race([finishing, delay(timeoutMs, finished.signal)]);
    finished.abort();
    this.#settlement.giveUp(new KafkaError(-1, 'The producer was closed before the record was delivered'));
    this.#sender.close();
    this.#cluster.close();
    await finishing;
  }

  async #flush(): Promise<void> {
    const settled = this.#flushes.wait(this.#accumulator.lastBatchNumber);
    this.nudge();
    await settled;
  }

  /** As many batches as may be under way and some more, of each partition that has any. */
  get #plentyBytes(): number {
    const { pending } = this.#accumulator;
    const batches = (this.#settings['max.in.flight.requests.per.connection'] + 3) * Math.max(1, pending.size);
    return Math.min(this.#maxBytes() / 2, Math.max(minPlentyBytes, batches * this.#settings['batch.size']));
  }

  async #finish(): Promise<void> {
    await this.#transactions?.finish();
    await this.#flush();
  }

  async #drain(signal: AbortSignal | undefined): Promise<void> {
    const timeoutMs = this.#settings['max.block.ms'];
    const hasRoom = await this.#room.until(this.#settings['buffer.memory'] - 1, timeoutMs, signal);
    if (!hasRoom && signal?.aborted !== true) throw this.#stayedFull(timeoutMs);
  }

  #measure(): void {
    const { client } = this.#metrics;
    const totalBytes = this.#settings['buffer.memory'];
    client.set('buffer-total-bytes', totalBytes);
    client.read('buffer-available-bytes', () => Math.max(0, totalBytes - this.#accumulator.usedBytes));
    client.read('requests-in-flight', () => this.#sender.inFlight);
  }

  #partitioning(): PartitioningOptions {
    const settings = this.#settings;
    const isAdaptive = settings['partitioner.adaptive.partitioning.enable'];
    const toleranceMs = settings['partitioner.availability.timeout.ms'];
    return {
      batchBytes: Math.max(1, settings['batch.size']),
      isRoundRobin: settings['partitioner.class'] === 'round-robin',
      ignoreKeys: settings['partitioner.ignore.keys'],
      isAdaptive,
      isAvailable: (topic, partition) =>
        !isAdaptive || toleranceMs === 0 || !this.#sender.isBehind(topic, partition, toleranceMs),
    };
  }

  #newIdentity(): ProducerIdentity | null {
    if (!this.#settings['enable.idempotence']) return null;
    const identity = new ProducerIdentity(this.#cluster);
    identity.onSettled = (error) => {
      if (error === null) return this.#sender.sendDue();
      this.#settlement.giveUp(error);
      // The permission may be given while the producer lives.
      if (error.is('CLUSTER_AUTHORIZATION_FAILED')) this.#settlement.resume();
      else this.#fail(error);
    };
    return identity;
  }

  #newTransactions(): Transactions | null {
    const transactionalId = this.#settings['transactional.id'];
    if (transactionalId === null) return null;
    return new Transactions({
      cluster: this.#cluster,
      transactionalId,
      timeoutMs: this.#settings['transaction.timeout.ms'],
      maxBlockMs: this.#settings['max.block.ms'],
      flush: () => this.#flush(),
      giveUp: (error) => this.#settlement.giveUp(error),
      resume: () => this.#settlement.resume(),
      onChanged: () => {
        this.#refusal = this.#failure ?? this.#transactions?.refusal ?? null;
      },
      onAdmitted: () => this.#sender.sendDue(),
    });
  }

  #transactional(): Transactions {
    if (this.#transactions !== null) return this.#transactions;
    throw new KafkaError('INVALID_TXN_STATE', 'Transactions need transactional.id to be set');
  }

  #fail(error: KafkaError): void {
    this.#failure ??= error;
    this.#refusal = this.#failure;
  }

  #batchFailed(error: KafkaError): void {
    if (this.#transactions !== null) return this.#transactions.batchFailed(error);
    if (!this.#settings['enable.idempotence'] || !isFatalToProducer(error.code)) return;
    this.#fail(error);
    this.#settlement.giveUp(error);
  }

  #refreshed(): void {
    this.#inUse.review(this.#accumulator.topics());
    for (const { topic } of this.#accumulator.topics()) {
      const metadata = this.#cluster.topic(topic);
      if (metadata !== undefined && metadata.partitions.length > 0) this.#accumulator.update(metadata);
    }
    this.#sender.sendDue();
  }

  #appended(appended: 'refused' | 'begun' | 'filled'): boolean {
    if (appended === 'refused') {
      if (this.#readiness.sendThrough < this.#accumulator.lastBatchNumber) this.nudge();
      return false;
    }
    const { filledQueue } = this.#accumulator;
    if (appended === 'filled' && filledQueue !== null) this.#sender.filled(filledQueue);
    this.#sender.begun();
    return true;
  }

  #settled(queue: PartitionQueue<T>, batch: ProducerBatch<T>, outcome: Outcome): void {
    const { topic, partition } = queue;
    const { attachments, timestampsMs } = batch;
    this.onDelivered({ topic, partition, ...outcome, timestampsMs, attachments });
    this.#flushes.settled(batch.number);
    this.#room.freed();
  }

  #stayedFull(timeoutMs: number): KafkaError {
    this.#metrics.client.add('buffer-exhausted-total');
    const message = `buffer.memory=${this.#settings['buffer.memory']} stayed used up for max.block.ms=${timeoutMs}`;
    return new KafkaError('REQUEST_TIMED_OUT', message);
  }

  #refuse({ topic, partition, timestampMs }: ProducerRecord, attachment: T, size: number): void {
    const key = size > this.#settings['max.request.size'] ? 'max.request.size' : 'buffer.memory';
    const message = `The record takes ${size} bytes, more than ${key}=${this.#settings[key]} allows`;
    const error = new KafkaError('MESSAGE_TOO_LARGE', message, { topic });
    this.#metrics.failed(topic, 1);
    // A transaction is whole or not at all.
    this.#transactions?.batchFailed(error);
    this.onDelivered({
      topic,
      partition: partition ?? -1,
      baseOffset: -1,
      logAppendTimeMs: -1,
      timestampsMs: [timestampMs ?? Date.now()],
      attachments: [attachment],
      error,
    });
  }
}
