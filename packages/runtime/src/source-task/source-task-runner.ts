import {
  ConnectError,
  isRetriable,
  type PluginLogger,
  type SourceRecord,
  type SourceTask,
} from '@sluice/connect-api';
import type { ProducerRecord } from '@sluice/kafka-client';
import type { SourceMeter } from '../metrics/task/source-meter.ts';
import type { ErrorHandler, Failure } from '../pipeline/error-handler.ts';
import type { ErrorCounts } from '../pipeline/error-counts.ts';
import type { SourcePipeline } from '../pipeline/source-pipeline.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { TaskControl } from '../task/task-control.ts';
import { longestTimerMs } from '../timing/longest-timer.ts';
import { sleep } from '../timing/sleep.ts';
import { Deliveries } from './deliveries.ts';
import { describeSourceRecord, placeOfSourceRecord } from './describe-record.ts';
import type { InFlightRecord } from './in-flight.ts';
import type { OffsetCommits } from './offset-commits.ts';
import type { RecordProducer } from './record-producer.ts';

export interface SourceTaskRunnerParts {
  readonly task: SourceTask;
  readonly pipeline: SourcePipeline;
  readonly errors: ErrorHandler;
  /** `errors.tolerance=all`: records that Kafka refuses are skipped. */
  readonly toleratesErrors: boolean;
  readonly producer: RecordProducer<InFlightRecord>;
  readonly offsets: OffsetCommits;
  /** `offset.flush.interval.ms`. */
  readonly flushIntervalMs: number;
  /** `offset.flush.timeout.ms`. */
  readonly flushTimeoutMs: number;
  readonly control: TaskControl;
  readonly report: ReportState;
  readonly meter: SourceMeter;
  readonly errorCounts: ErrorCounts;
  readonly log: PluginLogger;
}

type RecordSlot = { -readonly [Field in keyof ProducerRecord]: ProducerRecord[Field] };

const retryDelayMs = 100;

/**
 * Runs a source task, delivering at least once: poll, convert, hand over to the producer, and commit the offsets
 * of what Kafka acknowledged.
 *
 * Invariant 2: an offset is stored only after Kafka acknowledged its record and all before it of the same source
 * partition; a cancelled task stores nothing and sends nothing.
 */
export class SourceTaskRunner implements TaskBody {
  readonly #parts: SourceTaskRunnerParts;
  readonly #deliveries: Deliveries;
  /** What is given to the producer; one object for all records, as nothing of it is kept. */
  readonly #slot: RecordSlot = {
    topic: '',
    partition: null,
    timestampMs: null,
    key: null,
    value: null,
    headers: [],
  };
  #flushTimer: NodeJS.Timeout | undefined;
  #startAttempted = false;
  #producerClosed: Promise<void> | null = null;

  constructor(parts: SourceTaskRunnerParts) {
    this.#parts = parts;
    this.#deliveries = new Deliveries(parts);
    parts.control.cancelSignal.addEventListener('abort', () => this.#abandon(), { once: true });
  }

  async start(): Promise<void> {
    this.#startAttempted = true;
    await this.#parts.task.start?.();
    this.#scheduleFlush();
  }

  async run(): Promise<void> {
    const { control, flushTimeoutMs, meter } = this.#parts;
    meter.resumed();
    try {
      while (!control.stopping) {
        if (control.paused) await this.#pause();
        else await this.#pollAndSend();
      }
    } finally {
      clearTimeout(this.#flushTimer);
      // What is acknowledged need not wait for the rest, which may take until the task is cancelled.
      if (this.#deliveries.inFlight.count > 0) await this.#flush();
      await this.#deliveries.settled(flushTimeoutMs);
      await this.#flush();
    }
  }

  async close(): Promise<void> {
    const { task, log, pipeline } = this.#parts;
    clearTimeout(this.#flushTimer);
    try {
      if (this.#startAttempted) await task.stop?.();
    } catch (error) {
      log.warn({ err: error }, 'The task failed while it stopped');
    }
    try {
      await this.#closeProducer();
    } finally {
      pipeline.close();
    }
  }

  async #pause(): Promise<void> {
    const { control, report, meter } = this.#parts;
    report('PAUSED');
    await control.untilNotPaused();
    meter.resumed();
    if (!control.stopping) report('RUNNING');
  }

  async #pollAndSend(): Promise<void> {
    const { control, pipeline, meter } = this.#parts;
    const records = await this.#poll();
    if (records === null) return;
    for (const record of records) {
      if (control.cancelled) return;
      const failure = this.#encode(record, false);
      const isTolerated = failure !== null && !(await this.#recover(failure, record));
      const outgoing = isTolerated ? null : pipeline.record;
      if (outgoing === null) {
        this.#deliveries.dropped(record);
        continue;
      }
      if (!this.#isReadyFor(outgoing) && !(await this.#prepare(outgoing))) return;
      const submitted = this.#deliveries.inFlight.submit(record);
      if (!this.#append(outgoing, submitted) && !(await this.#waitAndAppend(outgoing, submitted))) return;
    }
    meter.handedOver();
  }

  /** The next records, when there will soon be nothing to send; `null` when there are none. */
  async #poll(): Promise<readonly SourceRecord[] | null> {
    const { task, producer, control, log, meter } = this.#parts;
    if (producer.isAhead) {
      await producer.caughtUp(control.stopSignal);
      meter.resumed();
    }
    this.#deliveries.throwIfFailed();
    if (control.stopping) return null;
    try {
      const records = await task.poll();
      meter.polled(records?.length ?? null);
      return records;
    } catch (error) {
      if (!isRetriable(error)) throw error;
      log.warn({ err: error }, 'poll failed in a way that may pass; polling again');
      await sleep(retryDelayMs, control.stopSignal);
      meter.resumed();
      return null;
    }
  }

  /** Has the pipeline transform and convert a record, or go on with it; says why it cannot. */
  #encode(record: SourceRecord, isRetry: boolean): Failure | null {
    const { pipeline } = this.#parts;
    try {
      if (isRetry) pipeline.retry();
      else pipeline.encode(record);
      return null;
    } catch (error) {
      return {
        ...pipeline.stageInUse,
        error,
        place: placeOfSourceRecord(record),
        describeRecord: () => describeSourceRecord(record),
      };
    }
  }

  #recover(failure: Failure, record: SourceRecord): Promise<boolean> {
    const { errors, control } = this.#parts;
    return errors.recover(failure, () => this.#encode(record, true), control.stopSignal);
  }

  #isReadyFor({ topic, kafkaPartition }: SourceRecord): boolean {
    const count = this.#parts.producer.partitionCount(topic);
    return count !== undefined && (kafkaPartition === null || kafkaPartition < count);
  }

  /** Waits as long as it takes for topic and partition to be there; false when the task is to stop first. */
  #prepare({ topic, kafkaPartition }: SourceRecord): Promise<boolean> {
    const { producer } = this.#parts;
    return this.#patiently((signal) => producer.prepare(topic, { partition: kafkaPartition, signal }));
  }

  /** Waits until the buffer has room and hands the record over; false when the task is to stop first. */
  async #waitAndAppend(record: SourceRecord, submitted: InFlightRecord): Promise<boolean> {
    const { producer } = this.#parts;
    do {
      if (!(await this.#patiently((signal) => producer.drained(signal)))) return false;
      this.#deliveries.throwIfFailed();
      if (!this.#isReadyFor(record) && !(await this.#prepare(record))) return false;
    } while (!this.#append(record, submitted));
    return true;
  }

  /** Waits for Kafka, again and again where that may help; false when the task is to stop first. */
  async #patiently(wait: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { control, log } = this.#parts;
    while (!control.stopping) {
      try {
        await wait(control.stopSignal);
        return true;
      } catch (error) {
        if (control.stopping) break;
        if (!isRetriableInKafka(error)) throw sendFailed(error);
        log.warn({ err: error }, 'A record cannot be sent yet; trying again');
        await sleep(retryDelayMs, control.stopSignal);
      }
    }
    return false;
  }

  /** Hands over the record that was converted last; false when the buffer is used up. */
  #append(record: SourceRecord, submitted: InFlightRecord): boolean {
    const { pipeline, producer } = this.#parts;
    const slot = this.#slot;
    slot.topic = record.topic;
    slot.partition = record.kafkaPartition;
    slot.timestampMs = checkedTimestampMs(record);
    slot.key = pipeline.key;
    slot.value = pipeline.value;
    slot.headers = pipeline.headers;
    try {
      return producer.append(slot, submitted);
    } catch (error) {
      throw sendFailed(error);
    }
  }

  #scheduleFlush(): void {
    const { control, flushIntervalMs } = this.#parts;
    const flush = async (): Promise<void> => {
      await this.#flush();
      if (!control.stopping) this.#scheduleFlush();
    };
    this.#flushTimer = setTimeout(() => void flush(), Math.min(flushIntervalMs, longestTimerMs));
  }

  /** Never rejects: an offset that cannot be stored fails the task at its next poll. */
  async #flush(): Promise<void> {
    const { offsets, task, log, meter } = this.#parts;
    const startedMs = performance.now();
    try {
      offsets.add(this.#deliveries.inFlight.takeCommittable());
    } catch (error) {
      this.#deliveries.fail(error);
      return;
    }
    if (!(await offsets.commit())) {
      meter.commitFailed();
      return;
    }
    meter.commitSucceeded(performance.now() - startedMs);
    try {
      await task.commit?.();
    } catch (error) {
      log.error({ err: error }, 'The task failed in commit; the offsets are committed all the same');
    }
  }

  /** Nothing may reach Kafka any more, though the task still sits in one of its methods. */
  #abandon(): void {
    clearTimeout(this.#flushTimer);
    this.#closeProducer().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'The producer of a cancelled task could not be closed'),
    );
  }

  /** What could be delivered was waited for before; the rest is sent again by the next run. */
  #closeProducer(): Promise<void> {
    return (this.#producerClosed ??= this.#parts.producer.close(0));
  }
}

function isRetriableInKafka(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}

function sendFailed(cause: unknown): ConnectError {
  return new ConnectError('Unrecoverable exception trying to send', {
    code: 'RECORD_PRODUCE_FAILED',
    cause,
  });
}

function checkedTimestampMs({ timestampMs }: SourceRecord): number | null {
  if (timestampMs === null || timestampMs === -1) return null;
  if (!Number.isSafeInteger(timestampMs) || timestampMs < 0) {
    throw new ConnectError(`Invalid record timestamp ${timestampMs}`, {
      code: 'RECORD_PRODUCE_FAILED',
      javaClassName: 'org.apache.kafka.common.InvalidRecordException',
    });
  }
  return timestampMs;
}
