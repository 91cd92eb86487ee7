import {
  ConnectError,
  type PluginLogger,
  type RecordMetadata,
  type SourceRecord,
  type SourceTask,
} from '@sluice/connect-api';
import type { Delivery } from '@sluice/kafka-client';
import type { SourceMeter } from '../metrics/task/source-meter.ts';
import type { ErrorCounts } from '../pipeline/error-counts.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import { withinTime } from '../timing/within-time.ts';
import type { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import { describedBy } from './describe-record.ts';
import { InFlightRecords, type InFlightRecord } from './in-flight.ts';
import type { RecordProducer } from './record-producer.ts';

const sendStage = {
  stage: 'KAFKA_PRODUCE',
  className: 'org.apache.kafka.connect.runtime.WorkerSourceTask',
} as const;

export interface DeliveriesParts {
  readonly task: SourceTask;
  readonly producer: RecordProducer<InFlightRecord>;
  readonly meter: SourceMeter;
  readonly errorCounts: ErrorCounts;
  readonly errors: ErrorHandler;
  readonly tracker: TopicTracker;
  readonly log: PluginLogger;
}

/** Takes what Kafka says of the records of a source task. */
export class Deliveries {
  readonly inFlight: InFlightRecords;
  readonly #parts: DeliveriesParts;
  #failure: { readonly error: unknown } | null = null;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.inFlight = new InFlightRecords(parts.task.commitRecord !== undefined || parts.errors.needsRecords);
    parts.producer.onDelivered = (delivery) => this.#delivered(delivery);
  }

  /** @throws whatever `fail` was called with. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** The first failure is the one that counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** A record that is not sent: the task hears of it at once. */
  dropped(record: SourceRecord): void {
    this.#parts.meter.dropped(1);
    this.#commitRecord(record, null);
  }

  /** Waits until everything was acknowledged or has failed, but no longer than the time given. */
  async settled(timeoutMs: number): Promise<void> {
    const { producer, log } = this.#parts;
    const settled = await withinTime(producer.flush(), timeoutMs);
    if (settled !== 'timed-out') return;
    log.warn(
      { timeoutMs, records: this.inFlight.count },
      'Records were not acknowledged in time; their offsets are not committed and they will be sent again',
    );
  }

  #delivered(delivery: Delivery<InFlightRecord>): void {
    const { error } = delivery;
    if (error !== null && !this.#parts.errors.isTolerant) {
      this.fail(
        new ConnectError('Unrecoverable exception from producer send callback', {
          code: 'RECORD_PRODUCE_FAILED',
          cause: error,
        }),
      );
      return;
    }
    if (error === null) {
      this.#parts.meter.acknowledged(delivery.timestampsMs);
      this.#parts.tracker.used(delivery.topic);
    } else this.#skip(delivery);
    for (const submitted of delivery.attachments) this.inFlight.acknowledge(submitted);
    this.#commitRecords(delivery);
  }

  #commitRecords(delivery: Delivery<InFlightRecord>): void {
    const { topic, partition, attachments, baseOffset, logAppendTimeMs, timestampsMs, error } = delivery;
    for (const [index, { record }] of attachments.entries()) {
      if (record === null) return;
      const offset = baseOffset === -1 ? -1 : baseOffset + index;
      const timestampMs = logAppendTimeMs === -1 ? (timestampsMs[index] as number) : logAppendTimeMs;
      this.#commitRecord(record, error === null ? { topic, partition, offset, timestampMs } : null);
    }
  }

  #commitRecord(record: SourceRecord, metadata: RecordMetadata | null): void {
    try {
      this.#parts.task.commitRecord?.(record, metadata);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'The task failed in commitRecord');
    }
  }

  #skip({ topic, partition, attachments, error }: Delivery<InFlightRecord>): void {
    const { errors, meter, errorCounts, log } = this.#parts;
    meter.dropped(attachments.length);
    errorCounts.sendFailed(attachments.length);
    log.error(
      { err: error, stage: sendStage.stage, topic, partition, records: attachments.length },
      'Records that Kafka refused were skipped',
    );
    for (const { record } of attachments) {
      if (record === null) return;
      const { refusal } = errors.report({ ...sendStage, error, ...describedBy(record) });
      if (refusal !== null) this.fail(refusal);
    }
  }
}
