import { ConnectError, type PluginLogger, type SourceRecord, type SourceTask } from '@sluice/connect-api';
import type { Delivery } from '@sluice/kafka-client';
import type { SourceMeter } from '../../metrics/task/source-meter.ts';
import type { ErrorHandler } from '../../pipeline/errors/error-handler.ts';
import type { TaskControl } from '../../task/task-control.ts';
import type { TaskFencing } from '../../task/task-fencing.ts';
import type { TopicTracker } from '../../topics-in-use/topic-tracker.ts';
import type { DeliveryGuarantee } from '../delivery-guarantee.ts';
import type { CommittableOffset } from '../in-flight.ts';
import { LatestOffsets } from './latest-offsets.ts';
import type { TransactionBoundaries } from './transaction-boundaries.ts';
import { commitFailed, sendFailedInTransaction } from './transaction-failures.ts';
import type { TransactionOffsets } from './transaction-offsets.ts';
import { TransactionRecord } from './transaction-record.ts';
import type { TransactionEnd } from './transaction-wishes.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

export interface ExactlyOnceParts {
  /** For messages, e.g. `orders-0`. */
  readonly taskId: string;
  readonly task: SourceTask;
  readonly producer: TransactionalProducer;
  readonly errors: ErrorHandler;
  /** Told which topics have records of the task. */
  readonly tracker: TopicTracker;
  readonly boundaries: TransactionBoundaries;
  readonly offsets: TransactionOffsets;
  readonly fencing: TaskFencing;
  readonly control: TaskControl;
  readonly meter: SourceMeter;
  readonly log: PluginLogger;
}

/** The open transaction of an unanswered broker is waited for, as long as in Java. */
const closeTimeoutMs = 30_000;

/**
 * Delivers exactly once (KIP-618): the offsets of records are written in the transaction of the records.
 *
 *   ready --submit--> open --commit: offsets, then the transaction--> ready
 *                       \--abort, then the offsets in a transaction of their own--> ready
 *
 * Invariant 11: a committed transaction holds the offsets of exactly the records that were sent in it.
 */
export class ExactlyOnce implements DeliveryGuarantee<TransactionRecord | null> {
  readonly closeTimeoutMs = closeTimeoutMs;
  readonly #parts: ExactlyOnceParts;
  readonly #latest = new LatestOffsets();
  readonly #tellsTask: boolean;
  /** Those since the last commit, for a task that wants to hear of them. */
  #records: TransactionRecord[] = [];
  #isOpen = false;
  /** How many records the open transaction has. */
  #sent = 0;
  #isAborting = false;
  #failure: Error | null = null;

  constructor(parts: ExactlyOnceParts) {
    this.#parts = parts;
    this.#tellsTask = parts.task.commitRecord !== undefined;
    parts.producer.onDelivered = (delivery) => this.#delivered(delivery);
  }

  async open(): Promise<void> {
    const { fencing, control, producer, offsets } = this.#parts;
    await fencing.beforeProducer();
    if (control.stopping) return;
    await producer.initTransactions();
    await fencing.afterProducer();
    await offsets.start();
  }

  begin(): void {
    this.#parts.boundaries.restart();
  }

  throwIfFailed(): void {
    if (this.#failure !== null) throw sendFailedInTransaction(this.#parts.taskId, this.#failure);
  }

  submit(polled: SourceRecord, outgoing: SourceRecord): TransactionRecord | null {
    this.throwIfFailed();
    if (outgoing.topic === this.#parts.offsets.topic) {
      // The task could not read its offsets any more: an open transaction would hide them.
      throw new ConnectError(
        'Source tasks may not produce to their own offsets topics when exactly-once support is enabled',
        { code: 'RECORD_PRODUCE_FAILED' },
      );
    }
    this.#beginIfNeeded();
    return this.#tellsTask ? new TransactionRecord(polled, false) : null;
  }

  appended(polled: SourceRecord, submitted: TransactionRecord | null): boolean {
    if (submitted !== null) this.#records.push(submitted);
    this.#sent++;
    this.#latest.note(polled.sourcePartition, polled.sourceOffset);
    return this.#parts.boundaries.concernRecords;
  }

  dropped(polled: SourceRecord): boolean {
    this.#parts.meter.dropped(1);
    if (this.#tellsTask) this.#records.push(new TransactionRecord(polled, true));
    return this.#parts.boundaries.concernRecords;
  }

  async recordDone(polled: SourceRecord): Promise<void> {
    await this.#end(this.#parts.boundaries.forRecord(polled));
  }

  async batchDone(): Promise<void> {
    await this.#end(this.#parts.boundaries.forBatch());
  }

  /** An open transaction would time out while the task is not polled. */
  async paused(): Promise<void> {
    await this.#end(this.#parts.boundaries.atLast());
  }

  resumed(): void {
    this.#parts.boundaries.restart();
  }

  /** What is not committed is aborted when the producer is closed. */
  async finish(hasFailed: boolean): Promise<void> {
    if (!hasFailed && !this.#parts.control.cancelled) await this.#end(this.#parts.boundaries.atLast());
  }

  /** Reading the offsets may be what the task waits for. */
  abandon(): void {
    const { offsets, log } = this.#parts;
    offsets
      .stop(0)
      .catch((error: unknown) => log.warn({ err: error }, 'The offsets store could not be closed'));
  }

  close(): Promise<void> {
    return this.#parts.offsets.stop();
  }

  async #end(end: TransactionEnd | null): Promise<void> {
    if (end === null) return;
    if (end === 'abort') await this.#abort();
    await this.#commit();
    this.#parts.meter.resumed();
  }

  /** Its offsets are committed all the same, or the task would read the same records again. */
  async #abort(): Promise<void> {
    const { producer, log, taskId } = this.#parts;
    if (!this.#isOpen) {
      log.warn({}, 'Ignoring request by task to abort transaction as the current transaction is empty');
      return;
    }
    log.debug({}, 'Aborting the transaction as requested by the connector');
    this.#isAborting = true;
    try {
      await producer.abortTransaction();
    } catch (error) {
      throw sendFailedInTransaction(taskId, error as Error);
    } finally {
      this.#isAborting = false;
    }
    this.#isOpen = false;
    this.#sent = 0;
  }

  async #commit(): Promise<void> {
    const { meter, errors } = this.#parts;
    const startedMs = performance.now();
    // Dead letters are no part of the transaction: they are there before the offsets behind them.
    await errors.settled();
    const committable = this.#latest.take();
    if (this.#isOpen || committable.length > 0) await this.#commitTransaction(committable);
    meter.commitSucceeded(performance.now() - startedMs);
    this.#tellTask();
    await this.#commitTask();
  }

  async #commitTransaction(committable: readonly CommittableOffset[]): Promise<void> {
    const { producer, offsets, taskId, meter } = this.#parts;
    try {
      const write = offsets.encode(committable);
      await offsets.beforeWrite(write);
      this.#beginIfNeeded();
      await offsets.append(write);
      if (this.#failure !== null) throw this.#failure;
      await producer.commitTransaction();
      offsets.afterCommit(write);
    } catch (error) {
      meter.commitFailed();
      throw commitFailed(taskId, error as Error);
    }
    meter.transactionCommitted(this.#sent);
    this.#isOpen = false;
    this.#sent = 0;
  }

  #beginIfNeeded(): void {
    if (this.#isOpen) return;
    this.#parts.producer.beginTransaction();
    this.#isOpen = true;
  }

  #tellTask(): void {
    const { task, log } = this.#parts;
    const records = this.#records;
    if (records.length === 0) return;
    this.#records = [];
    for (const { record, metadata, isDone } of records) {
      if (!isDone) continue;
      try {
        task.commitRecord?.(record, metadata);
      } catch (error) {
        log.error({ err: error }, 'The task failed in commitRecord');
      }
    }
  }

  async #commitTask(): Promise<void> {
    const { task, log } = this.#parts;
    try {
      await task.commit?.();
    } catch (error) {
      log.error({ err: error }, 'The task failed in commit; the offsets are committed all the same');
    }
  }

  #delivered(delivery: Delivery<TransactionRecord | null>): void {
    const { error, attachments, baseOffset, topic, partition, logAppendTimeMs, timestampsMs } = delivery;
    const { meter, offsets, tracker } = this.#parts;
    if (topic === offsets.topic) {
      this.#failure ??= error;
      return;
    }
    if (error !== null) {
      meter.dropped(attachments.length);
      if (!this.#isAborting) this.#failure ??= error;
      return;
    }
    meter.acknowledged(timestampsMs);
    tracker.used(topic);
    if (!this.#tellsTask) return;
    for (const [index, submitted] of attachments.entries()) {
      if (submitted === null) return;
      const timestampMs = logAppendTimeMs === -1 ? (timestampsMs[index] as number) : logAppendTimeMs;
      const offset = baseOffset === -1 ? -1 : baseOffset + index;
      submitted.metadata = { topic, partition, offset, timestampMs };
      submitted.isDone = true;
    }
  }
}
