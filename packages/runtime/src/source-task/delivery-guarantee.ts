import type { SourceRecord } from '@sluice/connect-api';
import type { ProducerRecord } from '@sluice/kafka-client';

/**
 * How the records of a source task and their offsets get to Kafka. The runner asks at every step of a record; `T` goes
 * with the record through the producer.
 *
 *   open -> begin -> ( submit -> appended | dropped )* batchDone -> ... -> finish -> close
 */
export interface DeliveryGuarantee<T> {
  /** Before the task starts. Returns early when the task is to stop. */
  open(): Promise<void>;
  /** The task has started. */
  begin(): void;
  /** @throws whatever makes it senseless to go on. */
  throwIfFailed(): void;
  /** Takes a record that is going to be handed to the producer, as it was polled and as it is sent. */
  submit(polled: SourceRecord, outgoing: SourceRecord): T;
  /** The producer took the record. True when `recordDone` has to be awaited before the next one. */
  appended(polled: SourceRecord, submitted: T): boolean;
  /** The record is not sent. True when `recordDone` has to be awaited before the next one. */
  dropped(polled: SourceRecord): boolean;
  recordDone(polled: SourceRecord): Promise<void>;
  /** A poll is over, and all that it brought is sent or dropped. */
  batchDone(): Promise<void>;
  /** The task is not polled for a while. */
  paused(): Promise<void>;
  /** It is again. */
  resumed(): void;
  /** The task is polled no more, because it stops or has failed. */
  finish(hasFailed: boolean): Promise<void>;
  /** How long the producer may take to close, in milliseconds. */
  readonly closeTimeoutMs: number;
  /** Nothing is written any more. */
  abandon(): void;
  /** Releases what `open` took, after the producer was closed. */
  close(): Promise<void>;
}

/** What was given to the producer, apart from what goes with it. */
export type OutgoingSlot = { -readonly [Field in keyof ProducerRecord]: ProducerRecord[Field] };
