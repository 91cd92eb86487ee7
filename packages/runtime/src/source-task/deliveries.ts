import {
  ConnectError,
  type PluginLogger,
  type RecordMetadata,
  type SourceRecord,
  type SourceTask,
} from '@sluice/connect-api';
import type { Delivery } from '@sluice/kafka-client';
import { withinTime } from '../timing/within-time.ts';
import { InFlightRecords, type InFlightRecord } from './in-flight.ts';
import type { RecordProducer } from './record-producer.ts';

export interface DeliveriesParts {
  readonly task: SourceTask;
  readonly producer: RecordProducer<InFlightRecord>;
  readonly toleratesErrors: boolean;
  readonly log: PluginLogger;
}

/** Takes what Kafka says of the records of a source task. */
export class Deliveries {
  readonly inFlight = new InFlightRecords();
  readonly #parts: DeliveriesParts;
  #failed = false;
  #error: unknown;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    parts.producer.onDelivered = (delivery) => this.#delivered(delivery);
  }

  /** @throws ConnectError once a record could not be delivered. */
  throwIfFailed(): void {
    if (!this.#failed) return;
    throw new ConnectError('Unrecoverable exception from producer send callback', {
      code: 'RECORD_PRODUCE_FAILED',
      cause: this.#error,
    });
  }

  /** The first failure is the one that counts. */
  fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#error = error;
  }

  /** A record that is not sent: the task hears of it at once. */
  dropped(record: SourceRecord): void {
    this.#commitRecord(record, null);
  }

  /** Waits for everything under way, but no longer than the time given. */
  async settled(flushed: Promise<void>, timeoutMs: number): Promise<void> {
    const settled = await withinTime(flushed, timeoutMs);
    if (settled !== 'timed-out') return;
    this.#parts.log.warn(
      { timeoutMs, records: this.inFlight.count },
      'Records were not acknowledged in time; their offsets are not committed and they will be sent again',
    );
  }

  #delivered(delivery: Delivery<InFlightRecord>): void {
    if (delivery.error !== null && !this.#parts.toleratesErrors) {
      this.fail(delivery.error);
      return;
    }
    if (delivery.error !== null) this.#logSkipped(delivery);
    for (const submitted of delivery.attachments) this.inFlight.acknowledge(submitted);
    if (this.#parts.task.commitRecord !== undefined) this.#commitRecords(delivery);
  }

  #commitRecords(delivery: Delivery<InFlightRecord>): void {
    const { topic, partition, attachments, baseOffset, logAppendTimeMs, timestampsMs, error } = delivery;
    for (const [index, { record }] of attachments.entries()) {
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

  #logSkipped({ topic, partition, attachments, error }: Delivery<InFlightRecord>): void {
    this.#parts.log.error(
      { err: error, stage: 'KAFKA_PRODUCE', topic, partition, records: attachments.length },
      'Records that Kafka refused were skipped',
    );
  }
}
