import { errorCodes, type produceApi, type ResponseOf } from '@sluice/kafka-protocol';
import type { BrokerEndpoint } from '../../cluster/broker-links.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import type { ProducerSettings } from '../../settings/producer-settings.ts';
import { backoffMs, completionPauseMs } from '../../timing/backoff.ts';
import { formatPartition } from '../../topic-partition.ts';
import type { Accumulator } from '../accumulate/accumulator.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import { answersTo, type PartitionAnswer, type Shipment } from './produce-request.ts';
import type { ProducerBatch } from '../accumulate/producer-batch.ts';
import type { ProducerMetrics } from '../producer-metrics.ts';
import type { Readiness } from './readiness.ts';
import type { Sequencer } from './sequencer.ts';
import { UnderWay } from './under-way.ts';

/** The end of a batch. */
export interface Outcome {
  readonly baseOffset: number;
  readonly logAppendTimeMs: number;
  readonly error: KafkaError | null;
}

export interface SettlementParts<T> {
  readonly cluster: Cluster;
  readonly settings: ProducerSettings;
  readonly accumulator: Accumulator<T>;
  readonly readiness: Readiness;
  readonly sequencer: Sequencer<T>;
  readonly metrics: ProducerMetrics;
  /** Called once for every batch. */
  readonly onSettled: (queue: PartitionQueue<T>, batch: ProducerBatch<T>, outcome: Outcome) => void;
  /** Called after `onSettled` when a batch failed by itself, not because all were given up. */
  readonly onFailed: (error: KafkaError) => void;
  /** Called when a batch became several. */
  readonly onSplit: (batch: ProducerBatch<T>, parts: number) => void;
}

export interface Answer {
  readonly broker: string;
  /** `null` with `acks=0`. */
  readonly response: ResponseOf<typeof produceApi> | null;
}

const unknownOutcome = { baseOffset: -1, logAppendTimeMs: -1 } as const;

/** Decides what becomes of batches: delivered, sent again, split or failed. */
export class Settlement<T> {
  readonly #parts: SettlementParts<T>;
  readonly #underWay: UnderWay<T>;
  #givenUp: KafkaError | null = null;

  constructor(parts: SettlementParts<T>) {
    this.#parts = parts;
    // A transaction is not ended before it is known what became of all its batches: one must not get into the next.
    const isTransactional = parts.sequencer.numbering === 'transactional';
    this.#underWay = new UnderWay(
      isTransactional ? Number.POSITIVE_INFINITY : parts.settings['delivery.timeout.ms'],
    );
  }

  /** When a batch that is being sent has to be given up, by the monotonic clock. */
  get nextExpiryMs(): number {
    return this.#underWay.nextExpiryMs;
  }

  /** The batches are being sent. One of `answered` and `unanswered` has to follow. */
  sent(shipments: readonly Shipment<T>[]): void {
    this.#underWay.add(shipments);
  }

  answered(shipments: readonly Shipment<T>[], { broker, response }: Answer): void {
    this.#underWay.ended(shipments);
    if (response === null) {
      for (const shipment of shipments) this.#leftUnanswered(shipment);
      return;
    }
    const answers = answersTo(shipments, response);
    for (const [index, shipment] of shipments.entries()) {
      const answer = answers[index];
      this.#learnLeader(shipment, answer, response.nodeEndpoints);
      if (this.#underWay.take(shipment)) this.#answeredOne(shipment, { broker, answer });
      else this.#late(shipment, answer?.errorCode);
    }
  }

  /** A broker that is not the leader may tell who is (KIP-951): then there is nothing to wait for. */
  #learnLeader(
    { queue, batch }: Shipment<T>,
    answer: PartitionAnswer | undefined,
    endpoints: readonly BrokerEndpoint[],
  ): void {
    batch.hasNewLeader = false;
    if (answer === undefined || answer.errorCode === errorCodes.NONE) return;
    const { leaderId: nodeId, leaderEpoch: epoch } = answer.currentLeader;
    if (nodeId >= 0)
      batch.hasNewLeader = this.#parts.cluster.learnLeader(queue, { nodeId, epoch }, endpoints);
  }

  /** The connection failed: whether the batches were written is not known. */
  unanswered(shipments: readonly Shipment<T>[], error: KafkaError): void {
    this.#underWay.ended(shipments);
    for (const shipment of shipments) {
      shipment.batch.hasNewLeader = false;
      if (this.#underWay.take(shipment)) this.#judge(shipment, error);
      else this.#late(shipment, error.code);
    }
  }

  /** Their broker cannot be connected to. */
  cannotSend(queues: readonly PartitionQueue<T>[], error: KafkaError): void {
    for (const queue of queues) {
      for (const batch of queue.batches) batch.lastError = error;
      if (error.retriable) continue;
      this.#failQueue(queue, error);
      this.#parts.onFailed(error);
    }
  }

  /** Gives up batches that have waited for longer than `delivery.timeout.ms`. */
  expire(): void {
    const { accumulator, readiness, settings } = this.#parts;
    const nowMs = performance.now();
    for (const shipment of this.#underWay.takeExpired(nowMs)) this.#giveUpUnderWay(shipment);
    for (const queue of accumulator.pending) {
      for (let [oldest] = queue.batches; oldest !== undefined; [oldest] = queue.batches) {
        if (!readiness.isExpired(oldest.createdAtMs, nowMs)) break;
        queue.take();
        const why = oldest.lastError === null ? '' : `; last: ${oldest.lastError.message}`;
        this.#refuse(queue, oldest, expiry({ queue, batch: oldest }, settings['delivery.timeout.ms'], why));
      }
      if (queue.batches.length === 0) accumulator.pending.delete(queue);
    }
  }

  /** Fails everything that waits, and until `resume` whatever comes back to be sent again. */
  giveUp(error: KafkaError): void {
    this.#givenUp = error;
    for (const queue of this.#parts.accumulator.pending) this.#failQueue(queue, error);
  }

  resume(): void {
    this.#givenUp = null;
  }

  /** Its bytes are in use until the answer comes. */
  #giveUpUnderWay({ queue, batch }: Shipment<T>): void {
    const { sequencer, metrics, settings, onSettled, onFailed } = this.#parts;
    const why = '; the broker has not answered yet';
    const error = expiry({ queue, batch }, settings['delivery.timeout.ms'], why);
    sequencer.gaveUp(queue, batch);
    metrics.failed(queue.topic, batch.recordCount);
    onSettled(queue, batch, { ...unknownOutcome, error });
    onFailed(error);
  }

  /** The answer to a batch that was given up meanwhile counts for the numbering only. */
  #late({ queue, batch }: Shipment<T>, errorCode: number | undefined): void {
    const { sequencer, accumulator } = this.#parts;
    if (errorCode === errorCodes.NONE || errorCode === errorCodes.DUPLICATE_SEQUENCE_NUMBER)
      sequencer.delivered(queue, batch);
    else sequencer.gaveUp(queue, batch);
    accumulator.release(batch);
  }

  #leftUnanswered(shipment: Shipment<T>): void {
    const { queue, batch } = shipment;
    if (this.#underWay.take(shipment)) this.#settle(queue, batch, { ...unknownOutcome, error: null });
    else this.#late(shipment, errorCodes.NONE);
  }

  #failQueue(queue: PartitionQueue<T>, error: KafkaError): void {
    for (let batch = queue.take(); batch !== undefined; batch = queue.take()) {
      this.#fail(queue, batch, error);
    }
    this.#parts.accumulator.pending.delete(queue);
  }

  #answeredOne(
    shipment: Shipment<T>,
    { broker, answer }: { broker: string; answer: PartitionAnswer | undefined },
  ): void {
    const { queue, batch } = shipment;
    if (answer !== undefined && answer.errorCode === errorCodes.NONE) {
      this.#delivered(shipment, Number(answer.baseOffset), Number(answer.logAppendTimeMs));
      return;
    }
    const code = answer?.errorCode ?? errorCodes.UNKNOWN_SERVER_ERROR;
    const action = `Produce to ${formatPartition(queue)}`;
    const detail = answer === undefined ? 'the response says nothing about it' : detailOf(answer, batch);
    this.#judge(
      shipment,
      refusal({ code, action, detail, broker, topic: queue.topic, partition: queue.partition }),
    );
  }

  #judge(shipment: Shipment<T>, error: KafkaError): void {
    const { settings, readiness, sequencer } = this.#parts;
    const { queue, batch } = shipment;
    const judgement = judgeAnswer({
      errorCode: error.code,
      recordCount: batch.recordCount,
      failures: batch.failures,
      maxRetries: settings.retries,
      isExpired: readiness.isExpired(batch.createdAtMs, performance.now()),
      numbering: sequencer.numbering,
      isNextInSequence: sequencer.isNext(queue, batch),
    });
    if (judgement === 'delivered') return this.#delivered(shipment, -1, -1);
    if (judgement === 'failed') return this.#refuse(queue, batch, error);
    if (this.#givenUp !== null) return this.#fail(queue, batch, this.#givenUp);
    if (judgement === 'split') return this.#split(shipment);
    if (judgement === 'renumber') sequencer.lose(queue);
    this.#retry(shipment, error);
  }

  #retry({ queue, batch }: Shipment<T>, error: KafkaError): void {
    const { accumulator, cluster } = this.#parts;
    batch.failures += 1;
    this.#parts.metrics.retried(queue.topic, batch.recordCount);
    batch.lastError = error;
    accumulator.putBack(queue, [batch]);
    if (batch.hasNewLeader) return;
    const pauseMs = backoffMs(batch.failures, cluster.retryBackoff);
    if (error.is('CONCURRENT_TRANSACTIONS')) {
      queue.notBeforeMs = performance.now() + completionPauseMs(batch.failures, pauseMs);
      return;
    }
    queue.notBeforeMs = performance.now() + pauseMs;
    cluster.markStale();
  }

  #split({ queue, batch }: Shipment<T>): void {
    const parts = this.#parts.accumulator.split(queue, batch);
    this.#parts.metrics.client.add('batch-split-total');
    this.#parts.onSplit(batch, parts.length);
  }

  #delivered({ queue, batch }: Shipment<T>, baseOffset: number, logAppendTimeMs: number): void {
    this.#parts.sequencer.delivered(queue, batch);
    this.#settle(queue, batch, { baseOffset, logAppendTimeMs, error: null });
  }

  #refuse(queue: PartitionQueue<T>, batch: ProducerBatch<T>, error: KafkaError): void {
    this.#fail(queue, batch, error);
    this.#parts.onFailed(error);
  }

  #fail(queue: PartitionQueue<T>, batch: ProducerBatch<T>, error: KafkaError): void {
    this.#parts.sequencer.gaveUp(queue, batch);
    this.#parts.metrics.failed(queue.topic, batch.recordCount);
    this.#settle(queue, batch, { ...unknownOutcome, error });
  }

  #settle(queue: PartitionQueue<T>, batch: ProducerBatch<T>, outcome: Outcome): void {
    this.#parts.accumulator.release(batch);
    this.#parts.onSettled(queue, batch, outcome);
  }
}

/** What the broker says about single records of the batch, or the batch as a whole. */
function detailOf(
  { recordErrors, errorMessage }: PartitionAnswer,
  batch: ProducerBatch<unknown>,
): string | null {
  if (recordErrors.length === 0) return errorMessage;
  const places = recordErrors
    .map(
      ({ batchIndex, batchIndexErrorMessage }) =>
        `record ${batchIndex + 1}: ${batchIndexErrorMessage ?? 'refused'}`,
    )
    .join('; ');
  return `${errorMessage ?? 'the whole batch is refused'}; of ${batch.recordCount} records ${places}`;
}

function expiry(
  { queue, batch }: Pick<Shipment<unknown>, 'queue' | 'batch'>,
  timeoutMs: number,
  why: string,
): KafkaError {
  const message =
    `${batch.recordCount} records for ${formatPartition(queue)} were not delivered ` +
    `within delivery.timeout.ms=${timeoutMs}${why}`;
  const { topic, partition } = queue;
  return new KafkaError('REQUEST_TIMED_OUT', message, {
    topic,
    partition,
    cause: batch.lastError ?? undefined,
  });
}
