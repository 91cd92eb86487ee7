import {
  ConnectError,
  isRetriable,
  type PluginLogger,
  type SourceRecord,
  type SourceTask,
} from '@sluice/connect-api';
import type { ErrorHandler, Failure } from '../pipeline/error-handler.ts';
import type { SourcePipeline } from '../pipeline/source-pipeline.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { TaskControl } from '../task/task-control.ts';
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
  readonly log: PluginLogger;
}

const pollRetryDelayMs = 100;
const producerCloseTimeoutMs = 30_000;

/**
 * Runs a source task, delivering at least once: poll, convert, hand over to the producer, and commit the offsets
 * of what Kafka acknowledged.
 */
export class SourceTaskRunner implements TaskBody {
  readonly #parts: SourceTaskRunnerParts;
  readonly #deliveries: Deliveries;
  #flushTimer: NodeJS.Timeout | undefined;
  #startAttempted = false;

  constructor(parts: SourceTaskRunnerParts) {
    this.#parts = parts;
    this.#deliveries = new Deliveries(parts);
  }

  async start(): Promise<void> {
    this.#startAttempted = true;
    await this.#parts.task.start?.();
    this.#scheduleFlush();
  }

  async run(): Promise<void> {
    const { control } = this.#parts;
    try {
      while (!control.stopping) {
        if (control.paused) await this.#pause();
        else await this.#pollAndSend();
      }
    } finally {
      clearTimeout(this.#flushTimer);
      if (!control.cancelled) await this.#lastFlush();
    }
  }

  async close(): Promise<void> {
    const { task, producer, control, log } = this.#parts;
    clearTimeout(this.#flushTimer);
    try {
      if (this.#startAttempted) await task.stop?.();
    } catch (error) {
      log.warn({ err: error }, 'The task failed while it stopped');
    }
    await producer.close(control.cancelled ? 0 : producerCloseTimeoutMs);
    this.#parts.pipeline.close();
  }

  async #pause(): Promise<void> {
    const { control, report } = this.#parts;
    report('PAUSED');
    await control.untilNotPaused();
    if (!control.stopping) report('RUNNING');
  }

  async #pollAndSend(): Promise<void> {
    this.#deliveries.throwIfFailed();
    const records = await this.#poll();
    if (records === null) return;
    const { control } = this.#parts;
    for (const record of records) {
      const failure = this.#encode(record);
      if (failure !== null && !(await this.#recover(failure, record))) {
        this.#deliveries.dropped(record);
        continue;
      }
      if (!this.#isReadyFor(record)) await this.#prepare(record);
      if (control.cancelled) return;
      const submitted = this.#deliveries.inFlight.submit(record);
      if (!this.#append(record, submitted)) await this.#waitAndSend(record, submitted);
    }
  }

  async #poll(): Promise<readonly SourceRecord[] | null> {
    const { task, control, log } = this.#parts;
    try {
      return await task.poll();
    } catch (error) {
      if (!isRetriable(error)) throw error;
      log.warn({ err: error }, 'poll failed in a way that may pass; polling again');
      await sleep(pollRetryDelayMs, control.stopSignal);
      return null;
    }
  }

  #encode(record: SourceRecord): Failure | null {
    const { pipeline } = this.#parts;
    try {
      pipeline.encode(record);
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
    return errors.recover(failure, () => this.#encode(record), control.stopSignal);
  }

  #isReadyFor({ topic, kafkaPartition }: SourceRecord): boolean {
    const count = this.#parts.producer.partitionCount(topic);
    return count !== undefined && (kafkaPartition === null || kafkaPartition < count);
  }

  /** Waits as long as it takes for topic and partition to be there: only cancelling ends it. */
  async #prepare({ topic, kafkaPartition }: SourceRecord): Promise<void> {
    const { producer, control } = this.#parts;
    await producer.prepare(topic, { partition: kafkaPartition, signal: control.cancelSignal });
  }

  /** Hands a converted record over; waits only when the buffer is used up. */
  async #waitAndSend(record: SourceRecord, submitted: InFlightRecord): Promise<void> {
    const { producer, control } = this.#parts;
    do {
      await producer.drained(control.cancelSignal);
      this.#deliveries.throwIfFailed();
    } while (!this.#append(record, submitted));
  }

  #append(record: SourceRecord, submitted: InFlightRecord): boolean {
    const { pipeline, producer } = this.#parts;
    return producer.append(
      {
        topic: record.topic,
        partition: record.kafkaPartition,
        timestampMs: checkedTimestampMs(record),
        key: pipeline.key,
        value: pipeline.value,
        headers: pipeline.headers,
      },
      submitted,
    );
  }

  #scheduleFlush(): void {
    this.#flushTimer = setTimeout(() => {
      void this.#flush().then(() => {
        if (!this.#parts.control.stopping) this.#scheduleFlush();
      });
    }, this.#parts.flushIntervalMs);
  }

  /** Never rejects: an offset that cannot be stored fails the task at its next poll. */
  async #flush(): Promise<void> {
    const { offsets, task, log } = this.#parts;
    try {
      offsets.add(this.#deliveries.inFlight.takeCommittable());
    } catch (error) {
      this.#deliveries.fail(error);
      return;
    }
    if (!(await offsets.commit())) return;
    try {
      await task.commit?.();
    } catch (error) {
      log.error({ err: error }, 'The task failed in commit; the offsets are committed all the same');
    }
  }

  async #lastFlush(): Promise<void> {
    const { producer, flushTimeoutMs } = this.#parts;
    await this.#deliveries.settled(producer.flush(), flushTimeoutMs);
    await this.#flush();
  }
}

function checkedTimestampMs({ timestampMs }: SourceRecord): number | null {
  if (timestampMs === null || timestampMs === -1) return null;
  if (timestampMs < 0) {
    throw new ConnectError(`Invalid record timestamp ${timestampMs}`, {
      code: 'RECORD_PRODUCE_FAILED',
      javaClassName: 'org.apache.kafka.common.InvalidRecordException',
    });
  }
  return timestampMs;
}
